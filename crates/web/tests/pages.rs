//! Every page, in every state and every language, held to what a page promises.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use web::locale::Locale;
use web::pages::samples::{Sample, World};
use web::pages::{Brand, Contact, MAX_PAGE_BYTES, STYLE, fields, paths, style_path};

/// See "Words to avoid" in the design of what people see.
const WORDS_TO_AVOID: [&str; 8] = [
    "value your privacy",
    "preferences",
    "are you sure",
    "you may lose",
    "request received",
    "up to 15 days",
    "oops",
    "unfortunately",
];

const CATALOGUES: [(&str, &str); 3] = [
    ("en", include_str!("../locales/en.ftl")),
    ("es", include_str!("../locales/es.ftl")),
    ("ar", include_str!("../locales/ar.ftl")),
];

/// They stand around every name and number in a right-to-left language.
const ISOLATION_MARKS: [char; 2] = ['\u{2068}', '\u{2069}'];

fn each_page(check: impl Fn(Locale, &Sample)) {
    for locale in Locale::all() {
        for sample in World::sample().render(locale).expect("it renders") {
            check(locale, &sample);
        }
    }
}

#[test]
fn every_page_is_whole() {
    each_page(|locale, Sample { name, html }| {
        let opening = format!("<html lang=\"{}\" dir=\"{}\">", locale.lang(), locale.dir());
        assert!(html.contains(&opening), "{name}: {opening}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}: one h1");
        let unmarked = html.replace(ISOLATION_MARKS, "");
        assert!(
            unmarked.contains("Juniper &#38; Rye</title>"),
            "{name}: a title with the business's name"
        );
        for leftover in ['⟦', '{', '}'] {
            assert!(
                !html.contains(leftover),
                "{name} in {}: {leftover}",
                locale.lang()
            );
        }
    });
}

#[test]
fn every_page_is_light_and_needs_no_script() {
    each_page(|_, Sample { name, html }| {
        assert!(
            html.len() + STYLE.len() < MAX_PAGE_BYTES,
            "{name}: {} and {}",
            html.len(),
            STYLE.len()
        );
        for banned in ["<script", "style=", "onclick", "http-equiv", "<img"] {
            assert!(!html.contains(banned), "{name}: {banned}");
        }
        assert!(html.contains(style_path()), "{name}: its stylesheet");
    });
    assert!(
        !STYLE.contains("url(") && !STYLE.contains("@import"),
        "the stylesheet fetches nothing"
    );
}

/// A title in English would otherwise take its place in a right-to-left line piece by piece.
#[test]
fn words_in_another_language_say_which_way_they_run() {
    each_page(|locale, Sample { name, html }| {
        let (_, body) = html.split_once("<body>").unwrap();
        for lang in quoted_after(body, " lang=\"") {
            let dir = Locale::find(lang).unwrap().dir();
            let both = format!(" lang=\"{lang}\" dir=\"{dir}\"");
            assert_eq!(
                body.matches(&both).count(),
                body.matches(&format!(" lang=\"{lang}\"")).count(),
                "{name} in {}",
                locale.lang()
            );
        }
    });
}

#[test]
fn words_to_avoid_are_avoided() {
    each_page(|locale, Sample { name, html }| {
        let html = html.to_lowercase();
        for words in WORDS_TO_AVOID.iter().filter(|_| locale == Locale::ENGLISH) {
            assert!(!html.contains(words), "{name}: {words}");
        }
    });
}

#[test]
fn hostile_words_are_escaped() {
    let hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    let mut world = World::sample();
    let contact = Contact::Email(hostile.into());
    world.brand = Brand {
        name: hostile.into(),
        policy_url: hostile.into(),
        contact,
    };
    world.typed = hostile.into();
    for recipient in &mut world.recipients {
        recipient.name = hostile.into();
    }
    for locale in Locale::all() {
        for Sample { name, html } in world.render(locale).unwrap() {
            assert!(
                !html.contains("<script") && !html.contains("<img"),
                "{name}"
            );
            assert!(
                !html.contains("\"'"),
                "{name}: a quote that would end an attribute"
            );
        }
    }
}

#[test]
fn forms_send_what_is_documented_to_where_it_is_documented() {
    let names = [
        fields::ACT,
        fields::IDENTIFIER,
        fields::AGENT,
        fields::PERMISSION,
        fields::TOKEN,
        fields::ANSWER,
        fields::LANG,
    ];
    let actions = [
        paths::CHOICES,
        paths::OPT_IN,
        paths::OPT_IN_CONFIRM,
        paths::LOYALTY,
    ];
    each_page(|_, Sample { name: page, html }| {
        for name in quoted_after(html, " name=\"")
            .filter(|name| !["viewport", "color-scheme", "robots", "referrer"].contains(name))
        {
            assert!(names.contains(&name), "{page}: field {name}");
        }
        for action in quoted_after(html, " action=\"") {
            let path = action.split('?').next().unwrap();
            assert!(actions.contains(&path), "{page}: action {action}");
        }
    });
}

#[test]
fn a_chosen_language_is_carried_on() {
    let pages = World::sample().render(Locale::SPANISH).unwrap();
    let chosen = &pages
        .iter()
        .find(|page| page.name == "choices-opted-out-chosen")
        .unwrap()
        .html;
    let lost: Vec<_> = quoted_after(chosen, " action=\"")
        .filter(|action| !action.ends_with("?lang=es"))
        .collect();
    assert_eq!(lost, [] as [&str; 0]);
}

#[test]
fn the_receipt_is_kept_from_search_engines_and_names_nobody() {
    each_page(|_, Sample { name, html }| {
        if name.starts_with("receipt") {
            assert!(html.contains("content=\"noindex, nofollow\""), "{name}");
            assert!(!html.contains("ada@"), "{name} knows who it is about");
        }
    });
}

#[test]
fn all_languages_have_the_same_keys_with_the_same_variables() {
    let [(_, english), others @ ..] = CATALOGUES;
    for (lang, other) in others {
        assert_eq!(variables(english), variables(other), "{lang}");
    }
    assert_eq!(
        CATALOGUES.map(|(lang, _)| lang).to_vec(),
        Locale::all().map(Locale::lang).collect::<Vec<_>>()
    );
}

#[test]
fn titles_fixed_by_law_are_english_everywhere() {
    for key in [
        "statute-choices",
        "statute-do-not-sell",
        "statute-limit",
        "statute-honored",
    ] {
        for locale in Locale::all() {
            assert_eq!(
                locale.t(key).to_string(),
                Locale::ENGLISH.t(key).to_string(),
                "{key} in {}",
                locale.lang()
            );
        }
    }
    assert_eq!(
        Locale::ENGLISH.t("statute-do-not-sell").to_string(),
        "Do Not Sell or Share My Personal Information"
    );
    assert_eq!(
        Locale::ENGLISH.t("statute-limit").to_string(),
        "Limit the Use of My Sensitive Personal Information"
    );
    assert_eq!(
        Locale::ENGLISH.t("statute-choices").to_string(),
        "Your Privacy Choices"
    );
    assert_eq!(
        Locale::ENGLISH.t("statute-honored").to_string(),
        "Opt-Out Request Honored"
    );
}

#[test]
fn every_key_used_exists_and_every_key_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    for folder in ["templates", "src/pages", "src/locale"] {
        let files = fs::read_dir(root.join(folder))
            .unwrap()
            .map(|file| file.unwrap().path());
        for file in files.filter(|file| file.is_file()) {
            text.push_str(&fs::read_to_string(file).unwrap());
        }
    }
    let keys: BTreeSet<&str> = variables(CATALOGUES[0].1).into_keys().collect();
    let is_key = |text: &&str| {
        text.contains('-')
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let used = ["t(\"", "=> \"", "(frame, \""]
        .into_iter()
        .flat_map(|start| quoted_after(&text, start));
    let missing: Vec<&str> = used
        .filter(is_key)
        .filter(|key| !keys.contains(key))
        .collect();
    assert_eq!(missing, [] as [&str; 0], "used, but in no locale file");
    let unused: Vec<&&str> = keys
        .iter()
        .filter(|key| !text.contains(&format!("\"{key}\"")))
        .collect();
    assert_eq!(
        unused,
        [] as [&&str; 0],
        "in the locale files, but nowhere used"
    );
}

/// Each key of a locale file, with the variables that its message speaks of.
fn variables(catalogue: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found = BTreeMap::new();
    let mut key = "";
    for line in catalogue.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
            key = name;
        }
        let names = line
            .split("{ $")
            .skip(1)
            .filter_map(|rest| rest.split(' ').next());
        if !line.is_empty() {
            found.entry(key).or_insert_with(BTreeSet::new).extend(names);
        }
    }
    found
}

/// Everything between `start` and the next quotation mark.
fn quoted_after<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

//! What a string obliges its recipient to.

use signals::gpp::{Field, Kind, Section, UsSection};
use signals::us_privacy::Answer;
use signals::{Confidence, Doubt, Purpose, PurposeSet, Said, UsPrivacy};

const LISTS: [Field; 2] = [
    Field::SensitiveDataProcessing,
    Field::KnownChildSensitiveDataConsents,
];

pub fn of(sections: &[Section<'_>], said: &Said) -> Vec<String> {
    let is_doubted = said.confidence() == Confidence::Low;
    let is_untold = said.doubts().any(|(_, doubt)| doubt == Doubt::NotTold);
    let mut duties = vec![match (said.no.is_empty(), is_doubted || is_untold) {
        (false, _) => not_to(said.no),
        (true, false) => "Nothing that was read in it forbids sale, sharing or targeted advertising. It is no consent either: \
                          an opt-out that was made elsewhere stands."
            .to_owned(),
        (true, true) => {
            "It is no consent: an opt-out that was made elsewhere stands.".to_owned()
        }
    }];
    if is_doubted && said.no != PurposeSet::ALL {
        duties.push(
            "Take the person for opted out of everything until the sender was asked: what could not be read for \
             certain may say no."
                .to_owned(),
        );
    }
    if is_untold {
        duties.push(
            "Do not rely on \"did not opt out\" where no notice was given: take the person for opted out, as \
             Prebid does."
                .to_owned(),
        );
    }
    for section in sections {
        match section {
            Section::Us(section) if is_trusted_to_the_end(section) => {
                duties.extend(about_lists(section));
                duties.extend(about_other_uses(section));
                duties.extend(about_mspa(section));
            }
            Section::UsPrivacy(string) => duties.extend(about_lspa(*string)),
            Section::Us(_) | Section::Opaque { .. } => {}
        }
    }
    duties
}

/// Whether what comes after the opt-out fields means what it seems to: not where the length is not that of its version.
fn is_trusted_to_the_end(section: &UsSection) -> bool {
    section.doubts().iter().all(|doubt| doubt != Doubt::Length)
}

/// A purpose in words.
pub fn in_words(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Sale => "sale",
        Purpose::Sharing => "sharing",
        Purpose::TargetedAdvertising => "targeted advertising",
    }
}

fn not_to(no: PurposeSet) -> String {
    let acts: Vec<&str> = no.iter().map(forbidden).collect();
    format!(
        "With this person's personal information: {}. Nor by anybody to whom it was passed on.",
        acts.join(", ")
    )
}

fn forbidden(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Sale => "no sale",
        Purpose::Sharing => "no sharing for cross-context behavioral advertising",
        Purpose::TargetedAdvertising => "no targeted advertising",
    }
}

/// What is refused in the lists, a duty each.
fn about_lists(section: &UsSection) -> Vec<String> {
    let layout = section.layout();
    let mut duties = Vec::new();
    for field in LISTS {
        let refused = section
            .values(field)
            .enumerate()
            .filter(|(_, value)| *value == 1);
        let names: Vec<&str> = refused
            .filter_map(|(place, _)| layout.category(field, place))
            .collect();
        if names.is_empty() {
            continue;
        }
        let why = match layout.kind(field) {
            Kind::OptOut => "the person opted out",
            _ => "there is no consent",
        };
        duties.push(format!(
            "{}: do not process, because {why}: {}.",
            layout.name,
            names.join("; ")
        ));
    }
    duties
}

fn about_other_uses(section: &UsSection) -> Option<String> {
    let fields = [
        Field::PersonalDataConsents,
        Field::AdditionalDataProcessingConsent,
    ];
    let refused = fields.iter().any(|field| section.get(*field) == Some(1));
    let name = section.layout().name;
    refused.then(|| {
        format!("{name}: do not process beyond what the person was told of: there is no consent to more.")
    })
}

fn about_mspa(section: &UsSection) -> Option<String> {
    let name = section.layout().name;
    let covered = section.get(Field::MspaCoveredTransaction) == Some(1);
    let is_provider = section.get(Field::MspaServiceProviderMode) == Some(1)
        || section.get(Field::MspaMode) == Some(2);
    match (covered, is_provider) {
        (true, true) => Some(format!(
            "{name}: act as the business's service provider: the MSPA covers this transaction in that mode."
        )),
        (true, false) => Some(format!(
            "{name}: keep to the MSPA, which covers this transaction."
        )),
        (false, _) => None,
    }
}

fn about_lspa(string: UsPrivacy) -> Option<String> {
    let duty = "uspv1: act as a limited service provider: the LSPA covers this transaction.";
    (string.lspa_covered == Answer::Yes).then(|| duty.to_owned())
}

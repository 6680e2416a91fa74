//! The restricted modes that recipients offer and are known to honour, and what a request in one of them carries.
//!
//! Who is not here has no mode that can be seen on the wire: most have none, Snap's and Reddit's are documented for servers, X's
//! sends the visit all the same, and Amazon does not say how its signal travels. Their tags must not load.

use crate::catalogue::{address, is_at};
use crate::visit::Request;

/// Recipients whose script shares nothing by itself, and loads what may: that is judged by itself.
const CONTAINERS: [&str; 1] = ["google_tag"];

/// What a request in a restricted mode carries; one sign is enough.
struct Mode {
    /// The keys of those who have it, in the catalogue.
    recipients: &'static [&'static str],
    /// Parameters of the address or of a form, and what in their value says so.
    parameters: &'static [(&'static str, Value)],
    /// What says so in a body that is no form.
    in_body: &'static [&'static str],
    /// Where their scripts load from that only load: places as in the catalogue. Others carry the visit in their address, as an
    /// image does.
    loaders: &'static [&'static str],
}

enum Value {
    Is(&'static str),
    StartsWith(&'static str),
    Contains(&'static str),
}

const MODES: &[Mode] = &[
    // Restricted data processing; no personalised ads; consent mode, whose first digit after G1 is `ad_storage`.
    Mode {
        recipients: &["google", "google_analytics"],
        parameters: &[
            ("rdp", Value::Is("1")),
            ("npa", Value::Is("1")),
            ("gcs", Value::StartsWith("G10")),
        ],
        in_body: &[],
        loaders: &[
            "doubleclick.net/pagead/js/",
            "doubleclick.net/pagead/managed/js/",
            "doubleclick.net/tag/js/",
            "google-analytics.com/analytics.js",
            "google-analytics.com/cx/api.js",
            "google-analytics.com/ga.js",
            "google-analytics.com/gtm/js",
            "google-analytics.com/plugins/",
            "googleadservices.com/pagead/conversion.js",
            "googleadservices.com/pagead/conversion_async.js",
            "googlesyndication.com/pagead/js/",
            "googlesyndication.com/pagead/managed/js/",
            "googletagservices.com",
        ],
    },
    // Limited Data Use. Long events go as a form in parts.
    Mode {
        recipients: &["meta"],
        parameters: &[("dpo", Value::Contains("LDU"))],
        in_body: &["name=\"dpo\"\r\n\r\nLDU"],
        loaders: &["connect.facebook.net"],
    },
    // UET's consent mode: ad storage denied.
    Mode {
        recipients: &["microsoft"],
        parameters: &[("asc", Value::Is("D"))],
        in_body: &[],
        loaders: &[
            "bat.bing.com/bat.js",
            "bat.bing.com/p/",
            "bat.bing.net/bat.js",
            "bat.bing.net/p/",
        ],
    },
    // Limited Data Processing.
    Mode {
        recipients: &["pinterest"],
        parameters: &[
            ("pd", Value::Contains("\"opt_out_type\":\"LDP\"")),
            ("pd[opt_out_type]", Value::Is("LDP")),
        ],
        in_body: &[],
        loaders: &["ct.pinterest.com/static/", "s.pinimg.com/ct"],
    },
    // Limited Data Use.
    Mode {
        recipients: &["tiktok"],
        parameters: &[],
        in_body: &["\"limited_data_use\":true"],
        loaders: &[
            "analytics.tiktok.com/i18n/pixel/",
            "analytics-sg.tiktok.com/i18n/pixel/",
            "analytics.us.tiktok.com/i18n/pixel/",
        ],
    },
];

/// Whether a recipient's script is a mere container for others'.
pub fn is_container(recipient: &str) -> bool {
    CONTAINERS.contains(&recipient)
}

/// Whether what is sent to a recipient is in its restricted mode: all of it, and something. A tag's script is fetched before any
/// mode can be said, so it is judged by what it sends; one that sends nothing shows no mode.
pub fn is_restricted(recipient: &str, requests: &[&Request]) -> bool {
    let of = |mode: &&Mode| mode.recipients.contains(&recipient);
    let Some(mode) = MODES.iter().find(of) else {
        return false;
    };
    let sends = |one: &&&Request| one.kind != "preflight" && !mode.is_mere_load(one);
    let mut sent = requests.iter().filter(sends).peekable();
    sent.peek().is_some() && sent.all(|request| mode.is_shown_by(request))
}

impl Mode {
    /// A script from where nothing else comes. One whose address names the mode, be it to say the opposite, sends something.
    fn is_mere_load(&self, request: &Request) -> bool {
        let place = address(&request.url);
        let mut parameters = request.url.query_pairs();
        request.kind == "script"
            && self.loaders.iter().any(|loader| is_at(&place, loader))
            && !parameters.any(|(name, _)| self.names(&name))
    }

    fn names(&self, name: &str) -> bool {
        self.parameters.iter().any(|(known, _)| *known == name)
    }

    fn is_shown_by(&self, request: &Request) -> bool {
        let body = request.body.as_deref().unwrap_or_default();
        let in_address = request.url.query_pairs();
        let in_form = url::form_urlencoded::parse(body.as_bytes());
        let mut parameters = in_address.chain(in_form);
        parameters.any(|(name, value)| self.is_parameter(&name, &value))
            || self.in_body.iter().any(|sign| body.contains(sign))
    }

    fn is_parameter(&self, name: &str, value: &str) -> bool {
        let fits = |expected: &Value| match expected {
            Value::Is(whole) => value == *whole,
            Value::StartsWith(start) => value.starts_with(start),
            Value::Contains(part) => value.contains(part),
        };
        let mut parameters = self.parameters.iter();
        parameters.any(|(expected, how)| *expected == name && fits(how))
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::visit::Witness;

    fn request(url: &str, kind: &str, body: Option<&str>) -> Request {
        Request {
            url: Url::parse(url).unwrap(),
            kind: kind.to_owned(),
            body: body.map(str::to_owned),
            witness: Witness::Page,
        }
    }

    #[test]
    fn a_request_shows_its_mode() {
        let multipart = "--x\r\nContent-Disposition: form-data; name=\"dpo\"\r\n\r\nLDU\r\n--x--";
        let table: &[(&str, &str, Option<&str>, bool)] = &[
            ("google", "https://g.example/collect?gcs=G100", None, true),
            (
                "google",
                "https://g.example/collect?gcs=G101&npa=0",
                None,
                true,
            ),
            ("google", "https://g.example/collect?gcs=G110", None, false),
            (
                "google",
                "https://g.example/collect?gcs=G111&rdp=1",
                None,
                true,
            ),
            ("google", "https://g.example/collect?npa=10", None, false),
            (
                "meta",
                "https://m.example/tr?dpo=LDU&dpoco=0&dpost=0",
                None,
                true,
            ),
            ("meta", "https://m.example/tr?dpo=", None, false),
            ("meta", "https://m.example/tr", Some(multipart), true),
            ("meta", "https://m.example/tr", Some("id=1&dpo=LDU"), true),
            ("microsoft", "https://b.example/action/0?asc=D", None, true),
            ("microsoft", "https://b.example/action/0?asc=G", None, false),
            (
                "pinterest",
                "https://p.example/v3/?pd=%7B%22opt_out_type%22%3A%22LDP%22%7D",
                None,
                true,
            ),
            (
                "pinterest",
                "https://p.example/v3/?pd[opt_out_type]=LDP",
                None,
                true,
            ),
            (
                "tiktok",
                "https://t.example/pixel",
                Some(r#"{"limited_data_use":true}"#),
                true,
            ),
            (
                "tiktok",
                "https://t.example/pixel",
                Some(r#"{"limited_data_use":false}"#),
                false,
            ),
            ("linkedin", "https://l.example/?dpo=LDU&npa=1", None, false),
        ];
        for (recipient, url, body, expected) in table {
            let one = request(url, "ping", *body);
            assert_eq!(
                is_restricted(recipient, &[&one]),
                *expected,
                "{recipient} {url} {body:?}"
            );
        }
    }

    #[test]
    fn a_script_is_judged_by_what_it_sends() {
        let url = "https://connect.facebook.net/en_US/fbevents.js";
        let script = request(url, "script", None);
        let open = request("https://www.facebook.com/tr", "image", None);
        let limited = request("https://www.facebook.com/tr?dpo=LDU", "image", None);
        assert!(!is_restricted("meta", &[&script]));
        assert!(is_restricted("meta", &[&script, &limited]));
        assert!(!is_restricted("meta", &[&script, &limited, &open]));
    }

    const LOADS: &str = "
        google https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js?client=1
        google https://www.googleadservices.com/pagead/conversion_async.js
        google_analytics https://www.google-analytics.com/analytics.js
        meta https://connect.facebook.net/signals/config/1?v=2
        microsoft https://bat.bing.com/p/action/1.js
        pinterest https://s.pinimg.com/ct/core.js
        tiktok https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=1";
    const SENDS: &str = "
        google https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/x.js?gcs=G111&npa=0&auid=1
        google https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/
        google https://securepubads.g.doubleclick.net/tag/js/gpt.js?npa=0
        google https://www.googleadservices.com/pagead/conversion/1/?rdp=0
        google_analytics https://www.google-analytics.com/collect?gcs=G111
        meta https://connect.facebook.net/signals/config/1?dpo=
        microsoft https://bat.bing.com/action/0?asc=G
        pinterest https://ct.pinterest.com/user/?tid=1&cb=x
        tiktok https://analytics.tiktok.com/api/v2/pixel";
    const SENDS_LIMITED: &str = "
        google https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/?gcs=G100
        google https://securepubads.g.doubleclick.net/tag/js/gpt.js?npa=1";

    #[test]
    fn a_script_that_sends_is_judged_by_its_address() {
        // Beside each, something that is in every mode.
        let url = "https://a.example/?npa=1&dpo=LDU&asc=D&pd[opt_out_type]=LDP";
        let limited = request(url, "ping", Some(r#"{"limited_data_use":true}"#));
        for (list, expected) in [(LOADS, true), (SENDS, false), (SENDS_LIMITED, true)] {
            for line in list.trim().lines() {
                let (recipient, url) = line.trim().split_once(' ').unwrap();
                let script = request(url, "script", None);
                let restricted = is_restricted(recipient, &[&script, &limited]);
                assert_eq!(restricted, expected, "{line}");
            }
        }
    }

    #[test]
    fn every_loader_is_its_recipients() {
        let list = Catalogue::standard();
        for mode in MODES {
            for loader in mode.loaders {
                let of = list.of(loader).map(|(key, _)| key);
                assert!(
                    of.is_some_and(|key| mode.recipients.contains(&key)),
                    "{loader}"
                );
            }
        }
    }

    #[test]
    fn every_mode_is_one_that_the_catalogue_knows() {
        let list = Catalogue::standard();
        for recipient in MODES.iter().flat_map(|mode| mode.recipients) {
            let known = list.get(recipient);
            assert!(
                known.is_some_and(|one| one.restricted.is_some()),
                "{recipient}"
            );
        }
        for recipient in CONTAINERS {
            assert!(list.get(recipient).is_some(), "{recipient}");
        }
    }
}

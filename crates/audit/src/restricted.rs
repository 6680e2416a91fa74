//! The restricted modes that recipients offer and are known to honour, and what a request in one of them carries.
//!
//! Who is not here has no mode that can be seen on the wire: most have none, Snap's and Reddit's are documented for servers, X's
//! sends the visit all the same, and Amazon does not say how its signal travels. Their tags must not load.

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
    },
    // Limited Data Use. Long events go as a form in parts.
    Mode {
        recipients: &["meta"],
        parameters: &[("dpo", Value::Contains("LDU"))],
        in_body: &["name=\"dpo\"\r\n\r\nLDU"],
    },
    // UET's consent mode: ad storage denied.
    Mode {
        recipients: &["microsoft"],
        parameters: &[("asc", Value::Is("D"))],
        in_body: &[],
    },
    // Limited Data Processing.
    Mode {
        recipients: &["pinterest"],
        parameters: &[
            ("pd", Value::Contains("\"opt_out_type\":\"LDP\"")),
            ("pd[opt_out_type]", Value::Is("LDP")),
        ],
        in_body: &[],
    },
    // Limited Data Use.
    Mode {
        recipients: &["tiktok"],
        parameters: &[],
        in_body: &["\"limited_data_use\":true"],
    },
];

/// Whether a recipient's script is a mere container for others'.
pub fn is_container(recipient: &str) -> bool {
    CONTAINERS.contains(&recipient)
}

/// Whether what is sent to a recipient is in its restricted mode: all of it, and something. A tag's script is fetched before any
/// mode can be said, so it is judged by what it sends; one that sends nothing shows no mode.
pub fn is_restricted(recipient: &str, requests: &[&Request]) -> bool {
    let sends = |one: &&&Request| !["script", "preflight"].contains(&one.kind.as_str());
    let mut sent = requests.iter().filter(sends).peekable();
    let mode = MODES
        .iter()
        .find(|mode| mode.recipients.contains(&recipient));
    let Some(mode) = mode.filter(|_| sent.peek().is_some()) else {
        return false;
    };
    sent.all(|request| mode.is_shown_by(request))
}

impl Mode {
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
        let script = request("https://m.example/fbevents.js", "script", None);
        let open = request("https://m.example/tr", "image", None);
        let limited = request("https://m.example/tr?dpo=LDU", "image", None);
        assert!(!is_restricted("meta", &[&script]));
        assert!(is_restricted("meta", &[&script, &limited]));
        assert!(!is_restricted("meta", &[&script, &limited, &open]));
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

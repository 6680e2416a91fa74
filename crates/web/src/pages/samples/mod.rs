//! Every page in every state, with realistic data: for tests, for screenshots, for whoever changes a template.

mod choices;
mod receipts;

use askama::{Error, Template};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::{
    Brand, Contact, Data, Frame, Language, OptInConfirm, Problem, ReceiptCode, Recipient, Since,
    Trade, Trouble,
};
use crate::locale::Locale;

/// One page in one state.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The page and its state, fit for a file name.
    pub name: &'static str,
    /// What the browser gets.
    pub html: String,
}

/// What samples are made of.
#[derive(Clone, Debug)]
pub struct World {
    /// The business.
    pub brand: Brand,
    /// Its recipients.
    pub recipients: Vec<Recipient>,
    /// What somebody typed.
    pub typed: String,
}

impl World {
    /// A shop that does not exist.
    #[must_use]
    pub fn sample() -> Self {
        let recipient = |name: &str, trade, data: &[Data]| Recipient {
            name: name.into(),
            trade,
            data: data.to_vec(),
        };
        Self {
            brand: Brand {
                name: "Juniper & Rye".into(),
                policy_url: "https://juniper-rye.example/privacy".into(),
                contact: Contact::Email("privacy@juniper-rye.example".into()),
            },
            recipients: vec![
                recipient(
                    "Halcyon Ads",
                    Trade::Advertising,
                    &[Data::Browsing, Data::AdvertisingId],
                ),
                recipient(
                    "Tern Media",
                    Trade::Advertising,
                    &[Data::Browsing, Data::Purchases],
                ),
                recipient(
                    "Mapleline Audiences",
                    Trade::Advertising,
                    &[Data::Email, Data::Purchases],
                ),
                recipient(
                    "Orchard Street Exchange",
                    Trade::Advertising,
                    &[Data::Browsing, Data::Location],
                ),
            ],
            typed: "ada.lovelace(at)example".into(),
        }
    }

    /// Every page in every state, in that language.
    ///
    /// # Errors
    /// If a template cannot be rendered.
    pub fn render(&self, locale: Locale) -> Result<Vec<Sample>, Error> {
        let frame = Frame {
            brand: &self.brand,
            locale,
            language: Language::Negotiated,
        };
        let mut pages = Vec::new();
        for (name, page) in self.choices(frame) {
            pages.push(Sample {
                name,
                html: page.render()?,
            });
        }
        let token = "c2Vjb25kLWFjdA".to_owned();
        let confirm = OptInConfirm {
            frame,
            recipients: &self.recipients,
            token,
        };
        pages.push(Sample {
            name: "opt-in-confirm",
            html: confirm.render()?,
        });
        for (name, page) in self.receipts(frame) {
            pages.push(Sample {
                name,
                html: page.render()?,
            });
        }
        for (name, trouble) in TROUBLES {
            pages.push(Sample {
                name,
                html: Problem { frame, trouble }.render()?,
            });
        }
        Ok(pages)
    }
}

const DEADLINE: Date = date(2026, 12, 15);

const TROUBLES: [(&str, Trouble); 7] = [
    ("problem-not-found", Trouble::NotFound),
    ("problem-receipt", Trouble::NoSuchReceipt),
    ("problem-erased", Trouble::Erased),
    ("problem-busy", Trouble::TooMany { seconds: 20 }),
    ("problem-stale", Trouble::Stale),
    ("problem-unreadable", Trouble::Unreadable),
    ("problem-unavailable", Trouble::Unavailable),
];

fn code() -> ReceiptCode {
    ReceiptCode::parse("7KQ4M2XV9TRBH3WC").expect("it has sixteen letters and digits")
}

fn since() -> Since {
    Since::Moment(now())
}

fn now() -> Timestamp {
    Timestamp::constant(1_795_442_531, 0)
}

fn later() -> Timestamp {
    Timestamp::constant(1_795_442_531 + 167, 0)
}

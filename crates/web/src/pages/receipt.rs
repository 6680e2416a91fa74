//! The receipt: what was asked, who has been told, and a proof to keep.

use askama::Template;
use jiff::Timestamp;
use optout::{Purpose, PurposeSet};

use super::{Act, Channel, Covered, Data, Frame, Progress, ReceiptCode, Since};
use crate::locale::Message;

/// `GET` of [`ReceiptCode::path`]. Holds no personal data: whoever has the code may look.
#[derive(Clone, Debug, Template)]
#[template(path = "receipt.html")]
pub struct Receipt<'a> {
    /// The business and the language.
    pub frame: Frame<'a>,
    /// Its code.
    pub code: ReceiptCode,
    /// When the request took force.
    pub in_force_since: Since,
    /// What was asked.
    pub act: Act,
    /// Which purposes it covers.
    pub purposes: PurposeSet,
    /// Whom it covers, by kind only.
    pub covers: Vec<Covered>,
    /// How it was made.
    pub channel: Channel,
    /// Everybody who got this person's data, and how far they are.
    pub recipients: Vec<RecipientLine>,
    /// The proof.
    pub proof: Proof,
    /// When all this was looked up.
    pub as_of: Timestamp,
}

/// One recipient on a receipt.
#[derive(Clone, Debug)]
pub struct RecipientLine {
    /// Its name.
    pub name: String,
    /// What it got; empty if nothing.
    pub got: Vec<Data>,
    /// How far it is.
    pub progress: Progress,
}

/// The proof that the request is in the log.
#[derive(Clone, Debug)]
pub enum Proof {
    /// The entry is durable, but no signed checkpoint covers it yet: a second or two.
    Soon,
    /// Ready to download at [`ReceiptCode::proof_path`].
    Ready(LogPlace),
}

/// Where in the log a request stands, and how to check it.
#[derive(Clone, Debug)]
pub struct LogPlace {
    /// The log's name (the origin of its checkpoints).
    pub log: String,
    /// How many entries the proof's checkpoint covers.
    pub size: u64,
    /// The entry's index.
    pub entry: u64,
    /// The verifier key to check it with.
    pub key: String,
}

impl Receipt<'_> {
    fn purpose_keys(&self) -> impl Iterator<Item = &'static str> {
        self.purposes.iter().map(|purpose| match purpose {
            Purpose::Sale => "purpose-sale",
            Purpose::Sharing => "purpose-sharing",
            Purpose::TargetedAdvertising => "purpose-targeted-advertising",
            Purpose::Profiling => "purpose-profiling",
            Purpose::Sensitive => "purpose-sensitive",
        })
    }

    fn covers(&self) -> String {
        let words = self
            .covers
            .iter()
            .map(|covered| self.frame.t(covered.key()).to_string());
        self.frame.locale.list(&words.collect::<Vec<_>>())
    }
}

impl RecipientLine {
    fn got(&self, frame: &Frame<'_>) -> String {
        if self.got.is_empty() {
            return frame.t("receipt-got-nothing").to_string();
        }
        frame
            .t("receipt-got")
            .arg("data", Data::list(&self.got, frame))
            .to_string()
    }
}

impl LogPlace {
    fn position(&self, frame: &Frame<'_>) -> Message<'static> {
        let number = |number| frame.locale.number(number);
        frame
            .t("proof-of")
            .arg("entry", number(self.entry))
            .arg("size", number(self.size))
    }
}

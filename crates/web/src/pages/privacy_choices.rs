//! The page where a person chooses, and where they see what they chose.

use askama::Template;
use jiff::civil::Date;

use super::field::ToMend;
use super::recipient::speak_of;
use super::{AgentForm, Field, Frame, Processed, ReceiptCode, Recipient, Since, Status};

/// `GET` and `POST` of [`super::paths::CHOICES`]. The answer to a form is the same page with `processed`; the same
/// page with a problem in `identifier` or `agent` is the answer to something that could not be used.
#[derive(Clone, Debug, Template)]
#[template(path = "privacy_choices.html")]
pub struct PrivacyChoices<'a> {
    /// The business and the language.
    pub frame: Frame<'a>,
    /// Every company that data is sold to or shared with; may be empty.
    pub recipients: &'a [Recipient],
    /// What is true now, after whatever was just done.
    pub status: Status,
    /// What was just done, if this answers a form.
    pub processed: Option<Processed>,
    /// The right to limit.
    pub limit: Limit,
    /// The date by which every recipient must have been told: of the request in force, else of one made now.
    pub deadline: Date,
    /// The optional identifier. With a problem, this browser's opt-out must already be in `status`.
    pub identifier: Field,
    /// The agent's form. With a problem, nothing was recorded for the person it is about.
    pub agent: AgentForm,
    /// A question to a known member of a programme that depends on sharing. Never decides anything by itself.
    pub loyalty: Option<LoyaltyQuestion>,
}

/// Where the right to limit the use of sensitive information stands.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// The business uses no sensitive information beyond what is asked of it, so there is no control.
    NotOffered,
    /// The control is there.
    Open,
    /// Limited since then; `None` where the record that would tell is gone.
    Limited(Option<Since>),
}

/// Asks a known member, whose browser sends a signal, whether they mean to leave a programme (11 CCR 7025(c)(4)).
#[derive(Clone, Debug)]
pub struct LoyaltyQuestion {
    /// The programme's name.
    pub programme: String,
}

/// What the summary above the page says if something could not be used.
struct Mend {
    consequence: &'static str,
    fields: Vec<ToMend>,
}

impl PrivacyChoices<'_> {
    fn opening(&self) -> String {
        if self.recipients.is_empty() {
            return self.frame.t("opening-none").to_string();
        }
        speak_of(self.recipients, self.frame.t("opening"), &self.frame).to_string()
    }

    fn mend(&self) -> Option<Mend> {
        let own = self.identifier.to_mend("identifier", "identifier-label");
        let (consequence, fields) = match own {
            Some(field) => ("mend-browser", vec![field]),
            None => ("mend-agent", self.agent.to_mend()),
        };
        let mend = Mend {
            consequence,
            fields,
        };
        (!mend.fields.is_empty()).then_some(mend)
    }

    fn head_title(&self) -> String {
        let key = if self.mend().is_some() {
            "page-title-mend"
        } else {
            "page-title"
        };
        let page = self.frame.t("statute-choices");
        self.frame
            .t(key)
            .arg("page", page)
            .arg("business", &self.frame.brand.name)
            .to_string()
    }

    /// The receipt to show: of what was just done, else of what stands.
    fn receipt(&self) -> Option<&ReceiptCode> {
        let done = self.processed.as_ref();
        let done = done.and_then(|processed| processed.receipt.as_ref());
        done.or_else(|| self.status.standing()?.receipt.as_ref())
    }

    fn just_opted_out(&self) -> bool {
        self.processed
            .as_ref()
            .is_some_and(|processed| processed.sentence(&self.frame).is_none())
    }

    fn is_signal(&self) -> bool {
        matches!(self.status, Status::SignalHonored(_))
    }

    fn has_way_back(&self) -> bool {
        matches!(self.status, Status::OptedOut(_))
    }
}

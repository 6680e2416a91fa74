//! What was just done, on the page that answers a form.

use super::{Frame, Masked, ReceiptCode, Since};

/// An act that was just carried out and is in force.
#[derive(Clone, Debug)]
pub struct Processed {
    /// What was done.
    pub deed: Deed,
    /// When it took force.
    pub at: Since,
    /// The code of its receipt; `None` where it stood already for somebody whom the visitor only named.
    pub receipt: Option<ReceiptCode>,
}

/// What a form had done.
#[derive(Clone, Debug)]
pub enum Deed {
    /// This person opted out.
    OptOut,
    /// This person limited the use of their sensitive information.
    Limit,
    /// This person opted back in, with both acts.
    OptIn,
    /// An agent opted somebody else out.
    OptOutByAgent {
        /// The agent's name.
        agent: String,
        /// Whom it is for.
        identifier: Masked,
    },
}

impl Processed {
    /// A sentence of its own, where the state of things does not already say it.
    pub(super) fn sentence(&self, frame: &Frame<'_>) -> Option<String> {
        let message = match &self.deed {
            Deed::OptOut => return None,
            Deed::Limit => frame.t("processed-limit"),
            Deed::OptIn => frame.t("processed-opt-in"),
            Deed::OptOutByAgent { agent, identifier } => {
                let identifier = identifier.as_str().to_owned();
                frame
                    .t("processed-agent")
                    .arg("agent", agent.clone())
                    .arg("identifier", identifier)
            }
        };
        Some(message.arg("moment", frame.since(&self.at)).to_string())
    }

    pub(super) fn is_for_somebody_else(&self) -> bool {
        matches!(self.deed, Deed::OptOutByAgent { .. })
    }
}

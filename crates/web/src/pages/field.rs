//! What a person typed, and what is wrong with it.

use super::Frame;
use crate::locale::Message;

/// How long a typed value may be, in characters: the longest e-mail address there can be.
pub const MAX_FIELD_CHARS: usize = 254;

/// A field as it was sent, to be shown again.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// What was typed.
    pub value: String,
    /// What is wrong with it.
    pub problem: Option<FieldProblem>,
}

/// Why a field could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// It is no e-mail address, phone number or advertising id.
    NotAnIdentifier,
    /// It is longer than [`MAX_FIELD_CHARS`].
    TooLong,
    /// It is empty and is needed.
    Missing,
    /// The box is not ticked.
    NotTicked,
}

/// The form of an authorised agent as it was sent.
#[derive(Clone, Debug, Default)]
pub struct AgentForm {
    /// The agent's name.
    pub agent: Field,
    /// The person's identifier.
    pub identifier: Field,
    /// What is wrong with the statement of a signed permission; its value is [`super::fields::SIGNED`] if ticked.
    pub permission: Field,
}

/// A field that needs mending, as the summary above the page names it.
#[derive(Debug)]
pub(super) struct ToMend {
    /// The `id` of the field.
    pub(super) id: &'static str,
    /// The key of its label.
    label: &'static str,
    problem: FieldProblem,
}

impl FieldProblem {
    /// What is wrong and how to mend it.
    pub(super) fn words(self, frame: &Frame<'_>) -> Message<'static> {
        match self {
            Self::NotAnIdentifier => frame.t("mend-not-identifier"),
            Self::TooLong => frame.t("mend-too-long").arg("most", MAX_FIELD_CHARS),
            Self::Missing => frame.t("mend-missing"),
            Self::NotTicked => frame.t("mend-permission"),
        }
    }
}

impl ToMend {
    /// What the summary says: the field's label and its problem.
    pub(super) fn words(&self, frame: &Frame<'_>) -> Message<'static> {
        let label = frame.t(self.label);
        frame
            .t("mend-field")
            .arg("label", label)
            .arg("problem", self.problem.words(frame))
    }
}

impl Field {
    /// This field, if it needs mending.
    pub(super) fn to_mend(&self, id: &'static str, label: &'static str) -> Option<ToMend> {
        let problem = self.problem?;
        Some(ToMend { id, label, problem })
    }
}

impl AgentForm {
    /// The fields that need mending.
    pub(super) fn to_mend(&self) -> Vec<ToMend> {
        let fields = [
            self.agent.to_mend("agent-name", "agent-name"),
            self.identifier.to_mend("agent-identifier", "agent-person"),
            self.permission
                .to_mend("agent-permission", "agent-permission"),
        ];
        fields.into_iter().flatten().collect()
    }
}

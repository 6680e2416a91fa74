//! The privacy choices page in each of its states.

use super::{DEADLINE, World, code, since};
use crate::pages::{
    AgentForm, Deed, Field, FieldProblem, Frame, Language, Limit, LoyaltyQuestion, Masked,
    PrivacyChoices, Processed, Scope, Since, Standing, Status,
};

type Named<'a> = (&'static str, PrivacyChoices<'a>);

impl World {
    pub(super) fn choices<'a>(&'a self, frame: Frame<'a>) -> Vec<Named<'a>> {
        let mut all = self.before(frame);
        all.extend(self.opted_out(frame));
        all.extend(self.signal(frame));
        all.extend(self.something_else_done(frame));
        all.extend(self.to_mend(frame));
        all
    }

    fn page<'a>(&'a self, frame: Frame<'a>, status: Status) -> PrivacyChoices<'a> {
        PrivacyChoices {
            frame,
            recipients: &self.recipients,
            status,
            processed: None,
            limit: Limit::Open,
            deadline: DEADLINE,
            identifier: Field::default(),
            agent: AgentForm::default(),
            loyalty: None,
        }
    }

    fn before<'a>(&'a self, frame: Frame<'a>) -> Vec<Named<'a>> {
        let page = || self.page(frame, Status::NotOptedOut);
        let nobody = PrivacyChoices {
            recipients: &[],
            limit: Limit::NotOffered,
            ..page()
        };
        let one = PrivacyChoices {
            recipients: &self.recipients[..1],
            ..page()
        };
        vec![
            ("choices-before", page()),
            ("choices-no-recipients", nobody),
            ("choices-one-recipient", one),
        ]
    }

    fn opted_out<'a>(&'a self, frame: Frame<'a>) -> Vec<Named<'a>> {
        let chosen = Frame {
            language: Language::Chosen,
            ..frame
        };
        let both = || {
            Status::OptedOut(standing(Scope::BrowserAndIdentifier(Masked::new(
                "ada@example.com",
            ))))
        };
        let day = Some(Since::Day(DEADLINE));
        let limited = PrivacyChoices {
            limit: Limit::Limited(Some(since())),
            ..self.page(frame, both())
        };
        vec![
            (
                "choices-processed",
                done(self.page(frame, browser()), Deed::OptOut),
            ),
            (
                "choices-processed-both",
                done(self.page(frame, both()), Deed::OptOut),
            ),
            ("choices-opted-out", self.page(frame, browser())),
            ("choices-opted-out-chosen", self.page(chosen, browser())),
            ("choices-opted-out-both", limited),
            ("choices-opted-out-carried", self.long_ago(frame, day)),
            ("choices-opted-out-erased", self.long_ago(frame, None)),
        ]
    }

    /// Said so long ago that its record was erased.
    fn long_ago<'a>(&'a self, frame: Frame<'a>, since: Option<Since>) -> PrivacyChoices<'a> {
        let standing = Standing {
            since,
            ..standing(Scope::Browser)
        };
        PrivacyChoices {
            limit: Limit::Limited(since),
            ..self.page(frame, Status::OptedOut(standing))
        }
    }

    fn signal<'a>(&'a self, frame: Frame<'a>) -> Vec<Named<'a>> {
        let page = || self.page(frame, Status::SignalHonored(Some(standing(Scope::Browser))));
        let loyalty = Some(LoyaltyQuestion {
            programme: "Rye Circle".into(),
        });
        vec![
            ("choices-signal", page()),
            (
                "choices-signal-first",
                self.page(frame, Status::SignalHonored(None)),
            ),
            (
                "choices-signal-loyalty",
                PrivacyChoices { loyalty, ..page() },
            ),
        ]
    }

    fn something_else_done<'a>(&'a self, frame: Frame<'a>) -> Vec<Named<'a>> {
        let page = |deed| done(self.page(frame, Status::NotOptedOut), deed);
        let by_agent = Deed::OptOutByAgent {
            agent: "Fernhill Privacy Agents".into(),
            identifier: Masked::new("grace@example.com"),
        };
        vec![
            (
                "choices-limited",
                PrivacyChoices {
                    limit: Limit::Limited(Some(since())),
                    ..page(Deed::Limit)
                },
            ),
            ("choices-opted-in", page(Deed::OptIn)),
            ("choices-agent-done", page(by_agent)),
        ]
    }

    fn to_mend<'a>(&'a self, frame: Frame<'a>) -> Vec<Named<'a>> {
        let identifier = wrong(&self.typed, FieldProblem::NotAnIdentifier);
        let agent = AgentForm {
            agent: wrong(&self.typed, FieldProblem::TooLong),
            identifier: wrong("", FieldProblem::Missing),
            permission: wrong("", FieldProblem::NotTicked),
        };
        let own = PrivacyChoices {
            identifier,
            ..done(self.page(frame, browser()), Deed::OptOut)
        };
        let agents = PrivacyChoices {
            agent,
            ..self.page(frame, Status::NotOptedOut)
        };
        vec![("choices-mend", own), ("choices-mend-agent", agents)]
    }
}

fn browser() -> Status {
    Status::OptedOut(standing(Scope::Browser))
}

fn standing(scope: Scope) -> Standing {
    Standing {
        since: Some(since()),
        scope,
        receipt: Some(code()),
    }
}

fn done(page: PrivacyChoices<'_>, deed: Deed) -> PrivacyChoices<'_> {
    PrivacyChoices {
        processed: Some(Processed {
            deed,
            at: since(),
            receipt: Some(code()),
        }),
        ..page
    }
}

fn wrong(value: &str, problem: FieldProblem) -> Field {
    Field {
        value: value.into(),
        problem: Some(problem),
    }
}

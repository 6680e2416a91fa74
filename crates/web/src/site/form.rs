//! The form on the page: what was sent, and what can be used of it.

use std::collections::HashMap;

use axum::Form;
use axum::extract::{FromRequest, Request};
use optout::{Agent, Identifier};

use crate::body;
use crate::pages::{AgentForm, Field, FieldProblem, MAX_FIELD_CHARS, fields};
use crate::problem::Problem;

/// A form's fields, as they were sent.
pub(super) struct Fields(pub(super) HashMap<String, String>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (head, body) = request.into_parts();
        let body = body::whole(body).await?;
        let request = Request::from_parts(head, body.into());
        match Form::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(_) => Err(Problem::malformed("body", "this is not a form")),
        }
    }
}

/// What a person's form, or an agent's, asks for.
pub(super) enum Sent {
    /// A person for themselves.
    Own {
        act: Act,
        /// The optional field; an error where it could not be used.
        identifier: Result<Option<Identifier>, Field>,
    },
    /// An agent for somebody else.
    ByAgent {
        agent: Agent,
        identifier: Identifier,
    },
    /// An agent's form that cannot be used yet.
    AgentUnusable(AgentForm),
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    OptOut,
    Limit,
}

/// Reads a form. Anything that is not one of its fields is ignored; an unknown act is an opt-out, which only protects.
pub(super) fn read(mut form: HashMap<String, String>) -> Sent {
    let mut take = |name: &str| form.remove(name).unwrap_or_default();
    let act = if take(fields::ACT) == fields::LIMIT {
        Act::Limit
    } else {
        Act::OptOut
    };
    let typed = take(fields::IDENTIFIER);
    let permission = take(fields::PERMISSION);
    match form.remove(fields::AGENT) {
        Some(agent) => by_agent(&agent, &typed, permission),
        None if typed.trim().is_empty() => Sent::Own {
            act,
            identifier: Ok(None),
        },
        None => Sent::Own {
            act,
            identifier: identifier(&typed).map(Some),
        },
    }
}

fn by_agent(name: &str, typed: &str, permission: String) -> Sent {
    let problem = |name: &str| {
        if name.trim().is_empty() {
            FieldProblem::Missing
        } else {
            FieldProblem::TooLong
        }
    };
    let agent = Agent::named(name);
    let read = if typed.trim().is_empty() {
        Err(Field {
            value: typed.to_owned(),
            problem: Some(FieldProblem::Missing),
        })
    } else {
        identifier(typed)
    };
    let ticked = permission == fields::SIGNED;
    match (agent, read) {
        (Some(agent), Ok(identifier)) if ticked => Sent::ByAgent { agent, identifier },
        (agent, read) => Sent::AgentUnusable(AgentForm {
            agent: Field {
                value: name.to_owned(),
                problem: agent.is_none().then(|| problem(name)),
            },
            identifier: read.map_or_else(
                |field| field,
                |_| Field {
                    value: typed.to_owned(),
                    problem: None,
                },
            ),
            permission: Field {
                value: permission,
                problem: (!ticked).then_some(FieldProblem::NotTicked),
            },
        }),
    }
}

fn identifier(typed: &str) -> Result<Identifier, Field> {
    let problem = if typed.chars().count() > MAX_FIELD_CHARS {
        FieldProblem::TooLong
    } else {
        match Identifier::recognise(typed) {
            Ok(identifier) => return Ok(identifier),
            Err(_) => FieldProblem::NotAnIdentifier,
        }
    };
    Err(Field {
        value: typed.to_owned(),
        problem: Some(problem),
    })
}

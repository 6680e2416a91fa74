//! Who receives personal information, and in which legal role.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The three legal roles of a recipient (Civ. Code 1798.140(ai), (ag), (j)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anybody who is not one of the others: also the role of a recipient that nobody declared.
    ThirdParty,
    /// Processes for the business under a written contract.
    ServiceProvider,
    /// Receives for a business purpose under a written contract.
    Contractor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::ThirdParty, Self::ServiceProvider, Self::Contractor];

    /// The name used in the API, the log and the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ThirdParty => "third_party",
            Self::ServiceProvider => "service_provider",
            Self::Contractor => "contractor",
        }
    }

    /// The role with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// The written contract that makes a service provider or contractor one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Where it can be found: a number, a file's name.
    pub reference: String,
    /// The last day on which it holds; `None` where it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// One who receives personal information.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The name by which questions and messages call it.
    pub name: String,
    /// The role that the business claims for it.
    pub role: Role,
    /// The contract on file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<Contract>,
}

impl Recipient {
    /// The role that counts on `today`: without a contract in force every recipient is a third party
    /// (Civ. Code 1798.140(ag), (j); 11 CCR 7051(c)).
    #[must_use]
    pub fn effective_role(&self, today: Date) -> Role {
        let in_force = |contract: &Contract| contract.until.is_none_or(|until| today <= until);
        if self.contract.as_ref().is_some_and(in_force) {
            self.role
        } else {
            Role::ThirdParty
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn without_a_contract_in_force_it_is_a_third_party() {
        let today = date(2026, 11, 23);
        let role = |contract: Option<Option<Date>>| {
            let contract = contract.map(|until| Contract {
                reference: "MSA-7".into(),
                until,
            });
            Recipient {
                name: "mailer".into(),
                role: Role::ServiceProvider,
                contract,
            }
            .effective_role(today)
        };
        assert_eq!(role(None), Role::ThirdParty);
        assert_eq!(role(Some(None)), Role::ServiceProvider);
        assert_eq!(role(Some(Some(today))), Role::ServiceProvider);
        assert_eq!(role(Some(Some(date(2026, 11, 22)))), Role::ThirdParty);
    }
}

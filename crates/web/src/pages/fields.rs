//! The names and values of what the forms send.

/// Which act is asked for: [`OPT_OUT`] or [`LIMIT`].
pub const ACT: &str = "act";
/// Value of [`ACT`]: opt out of sale and sharing.
pub const OPT_OUT: &str = "opt_out";
/// Value of [`ACT`]: limit the use of sensitive personal information.
pub const LIMIT: &str = "limit";
/// An e-mail address, a phone number or an advertising id. Empty or absent on the person's own form is no error.
pub const IDENTIFIER: &str = "identifier";
/// The name of an authorised agent; present only on the agent's form, where [`IDENTIFIER`] is the person's.
pub const AGENT: &str = "agent";
/// The agent's statement that they hold a signed permission; its one value is [`SIGNED`].
pub const PERMISSION: &str = "permission";
/// Value of [`PERMISSION`].
pub const SIGNED: &str = "signed";
/// What ties the second act of opting back in to the first.
pub const TOKEN: &str = "token";
/// The answer to a loyalty question: [`LEAVE`] or [`STAY`].
pub const ANSWER: &str = "answer";
/// Value of [`ANSWER`]: leave the programme too.
pub const LEAVE: &str = "leave";
/// Value of [`ANSWER`]: stay a member.
pub const STAY: &str = "stay";
/// The language, in the query of any address.
pub const LANG: &str = "lang";

//! The lists of sensitive data, each in one piece, in the order of the section's bits.

const RACE: &str = "racial or ethnic origin";
const BELIEFS: &str = "religious beliefs";
const HEALTH: &str = "mental or physical health condition or diagnosis";
const DIAGNOSIS: &str = "mental or physical health diagnosis";
const SEX: &str = "sex life or sexual orientation";
const ORIENTATION: &str = "sexual orientation";
const CITIZENSHIP: &str = "citizenship or immigration status";
const GENETIC: &str = "genetic data";
const BIOMETRIC: &str = "biometric data";
const LOCATION: &str = "precise geolocation";
const TRANSGENDER: &str = "status as transgender or nonbinary";
const NATIONAL_ORIGIN: &str = "national origin";
const CRIME: &str = "status as a victim of crime";
const UNION: &str = "union membership";
const MESSAGES: &str = "contents of mail, email and text messages";
const DOCUMENTS: &str =
    "social security, driver's license, state identification or passport number";
const ACCOUNT: &str =
    "account log-in, financial account or card number with the code that opens it";

#[rustfmt::skip]
pub const NATIONAL: [&str; 16] = [
    RACE, "religious or philosophical beliefs", "health", SEX, CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION,
    DOCUMENTS, ACCOUNT, UNION, MESSAGES, "consumer health data", CRIME, NATIONAL_ORIGIN, TRANSGENDER,
];
#[rustfmt::skip]
pub const CALIFORNIA: [&str; 9] = [
    DOCUMENTS, ACCOUNT, LOCATION, "racial or ethnic origin, religious or philosophical beliefs, or union membership",
    MESSAGES, GENETIC, BIOMETRIC, "health", SEX,
];
#[rustfmt::skip]
pub const COLORADO: [&str; 7] = [RACE, BELIEFS, HEALTH, SEX, CITIZENSHIP, GENETIC, BIOMETRIC];
#[rustfmt::skip]
pub const UTAH: [&str; 8] = [
    RACE, BELIEFS, ORIENTATION, CITIZENSHIP, "medical history, health condition, treatment or diagnosis",
    GENETIC, BIOMETRIC, LOCATION,
];
#[rustfmt::skip]
pub const OREGON: [&str; 11] = [
    RACE, BELIEFS, HEALTH, ORIENTATION, TRANSGENDER, CITIZENSHIP, NATIONAL_ORIGIN, CRIME,
    GENETIC, BIOMETRIC, LOCATION,
];
#[rustfmt::skip]
pub const DELAWARE: [&str; 9] = [
    RACE, BELIEFS, HEALTH, SEX, CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION, TRANSGENDER,
];
#[rustfmt::skip]
pub const NEW_JERSEY: [&str; 10] = [
    RACE, BELIEFS, "mental or physical health condition, treatment or diagnosis", SEX, CITIZENSHIP,
    GENETIC, BIOMETRIC, LOCATION, TRANSGENDER, ACCOUNT,
];
#[rustfmt::skip]
pub const TEXAS: [&str; 8] = [
    RACE, BELIEFS, DIAGNOSIS, "sexuality", CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION,
];
/// What most states list; others differ in single words, or go on.
#[rustfmt::skip]
pub const MOST: [&str; 8] = [
    RACE, BELIEFS, DIAGNOSIS, ORIENTATION, CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION,
];
#[rustfmt::skip]
pub const WITH_SEX_LIFE: [&str; 8] = [
    RACE, BELIEFS, HEALTH, SEX, CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION,
];
#[rustfmt::skip]
pub const WITH_CONDITION: [&str; 8] = [
    RACE, BELIEFS, HEALTH, ORIENTATION, CITIZENSHIP, GENETIC, BIOMETRIC, LOCATION,
];

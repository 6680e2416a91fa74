//! What each value of the lists stands for, shortened from the section specifications (IAB, CC-BY 3.0).

mod lists;

use super::field::Field;
use super::table::Layout;

const KNOWN_CHILD: &str = "sensitive data of a known child";
const SALE_13: &str = "sale of personal data, from 13 to 16 years";
const ADVERTISING_13: &str = "targeted advertising, from 13 to 16 years";

impl Layout {
    /// What the value at this place of a list stands for. `None` for other fields, and for places that the list has not.
    ///
    /// ```
    /// use signals::gpp::{Field, Layout};
    ///
    /// let california = Layout::of_name("usca").unwrap();
    /// assert_eq!(california.category(Field::SensitiveDataProcessing, 2), Some("precise geolocation"));
    /// ```
    #[must_use]
    pub fn category(&self, field: Field, place: usize) -> Option<&'static str> {
        let names = match field {
            Field::SensitiveDataProcessing => sensitive(self.name),
            Field::KnownChildSensitiveDataConsents => child(self.name),
            _ => &[],
        };
        names.get(place).copied()
    }

    /// Where the section's law is in force.
    #[must_use]
    pub fn place(&self) -> &'static str {
        match self.name {
            "usca" => "California",
            "usva" => "Virginia",
            "usco" => "Colorado",
            "usut" => "Utah",
            "usct" => "Connecticut",
            "usfl" => "Florida",
            "usmt" => "Montana",
            "usor" => "Oregon",
            "ustx" => "Texas",
            "usde" => "Delaware",
            "usia" => "Iowa",
            "usne" => "Nebraska",
            "usnh" => "New Hampshire",
            "usnj" => "New Jersey",
            "ustn" => "Tennessee",
            "usmn" => "Minnesota",
            "usmd" => "Maryland",
            "usin" => "Indiana",
            "usky" => "Kentucky",
            "usri" => "Rhode Island",
            _ => "all states",
        }
    }
}

fn sensitive(section: &str) -> &'static [&'static str] {
    match section {
        "usnat" => &lists::NATIONAL,
        "usca" => &lists::CALIFORNIA,
        "usco" => &lists::COLORADO,
        "usut" => &lists::UTAH,
        "usor" => &lists::OREGON,
        "usde" => &lists::DELAWARE,
        "usnj" => &lists::NEW_JERSEY,
        "ustx" => &lists::TEXAS,
        "usct" | "usmt" | "usnh" | "usri" => &lists::WITH_SEX_LIFE,
        "usin" | "usmn" => &lists::WITH_CONDITION,
        "usmd" => &[],
        _ => &lists::MOST,
    }
}

fn child(section: &str) -> &'static [&'static str] {
    match section {
        "usnat" => &[
            "personal data, from 13 to 16 years",
            "personal data, under 13 years",
            "personal data, from 16 to 17 years",
        ],
        "usca" => &[
            "sale of personal information, under 16 years",
            "sharing of personal information, under 16 years",
        ],
        "usfl" => &[
            "sensitive data, under 13 years",
            "sensitive data, from 13 to 16 years",
            "sensitive data, from 16 to 18 years",
        ],
        "usct" | "usmt" | "usnh" | "usor" => &[KNOWN_CHILD, SALE_13, ADVERTISING_13],
        "usde" => &[
            KNOWN_CHILD,
            SALE_13,
            ADVERTISING_13,
            "sale of personal data, from 16 to 18 years",
            "targeted advertising, from 16 to 18 years",
        ],
        "usnj" => &[
            KNOWN_CHILD,
            SALE_13,
            ADVERTISING_13,
            "sale of personal data, from 16 to 17 years",
            "targeted advertising, from 16 to 17 years",
        ],
        "usmd" => &[],
        _ => &[KNOWN_CHILD],
    }
}

//! Whose pages these are.

/// The business as it presents itself, from the configuration.
#[derive(Clone, Debug)]
pub struct Brand {
    /// Its name as customers know it.
    pub name: String,
    /// The address of its privacy policy: `https:` or a path on this host. The configuration checks that.
    pub policy_url: String,
    /// Where a person with a question turns to.
    pub contact: Contact,
}

/// A way to reach somebody at the business.
#[derive(Clone, Debug)]
pub enum Contact {
    /// An e-mail address.
    Email(String),
    /// A telephone number.
    Phone(String),
    /// The address of a page.
    Page(String),
}

impl Contact {
    /// The address that a link leads to.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Email(address) => format!("mailto:{address}"),
            Self::Phone(number) => format!("tel:{}", number.replace(' ', "")),
            Self::Page(url) => url.clone(),
        }
    }

    /// What the link says; nothing where the page's own words have to do.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Email(text) | Self::Phone(text) => Some(text),
            Self::Page(_) => None,
        }
    }
}

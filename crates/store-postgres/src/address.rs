//! Where the database is.

use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use url::Url;

use crate::tls::Tls;

/// How long one host may take to answer before the next is tried.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// After how long without a word the other side is asked whether it is still there.
const ASK_AFTER: Duration = Duration::from_secs(15);
/// How long bytes may go unacknowledged before the connection is given up.
const GIVE_UP_AFTER: Duration = Duration::from_secs(30);

/// Where the database is and how it is reached. Never shown: it may hold a password.
#[derive(Clone)]
pub struct Address {
    pub(crate) config: Config,
    pub(crate) tls: Tls,
}

/// What is wrong with an address. Says nothing of its content.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// It is not a URL of PostgreSQL.
    #[error("it is not like postgres://USER:PASSWORD@HOST:PORT/DATABASE: {0}")]
    Malformed(String),
    /// A parameter has a value that it cannot have.
    #[error("{name}={value} is not known: use {known}")]
    Parameter {
        /// Its name.
        name: &'static str,
        /// What was given.
        value: String,
        /// What can be.
        known: &'static str,
    },
    /// The certificate that vouches for the server cannot be used.
    #[error("sslrootcert={path}: {why}")]
    Root {
        /// Where it should be.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// Encryption cannot be set up.
    #[error("encryption cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

impl AddressError {
    pub(crate) fn tls(error: rustls::Error) -> Self {
        Self::Tls(error)
    }

    pub(crate) fn root(path: &str, error: &dyn std::error::Error) -> Self {
        Self::Root {
            path: path.to_owned(),
            why: error.to_string(),
        }
    }
}

impl Address {
    /// The address in a URL: `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, with several `HOST:PORT` separated by commas where
    /// one of them is the primary.
    ///
    /// Connections are encrypted, and the server's name and certificate verified, unless every host is this machine or
    /// `sslmode=disable` says otherwise. `sslrootcert=FILE` names a certificate (PEM) that vouches for the server, instead of
    /// those that the system trusts. The other parameters are libpq's.
    ///
    /// # Errors
    /// See [`AddressError`].
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        let (rest, own) = take_own_parameters(url);
        let mut config: Config = rest
            .parse()
            .map_err(|error: tokio_postgres::Error| malformed(&error))?;
        if config.get_hosts().is_empty() {
            return Err(AddressError::Malformed("it has no host".into()));
        }
        let encrypted = match own.mode.as_deref() {
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            None => own.root.is_some() || !config.get_hosts().iter().all(is_this_machine),
            Some(unknown) => {
                return Err(AddressError::Parameter {
                    name: "sslmode",
                    value: unknown.to_owned(),
                    known: "disable or verify-full",
                });
            }
        };
        config.ssl_mode(if encrypted {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WITHIN);
        }
        config
            .application_name("refrain")
            .target_session_attrs(tokio_postgres::config::TargetSessionAttrs::ReadWrite)
            .keepalives_idle(ASK_AFTER)
            .tcp_user_timeout(GIVE_UP_AFTER);
        let tls = if encrypted {
            Tls::verified(own.root.as_deref())?
        } else {
            Tls::none()
        };
        Ok(Self { config, tls })
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// The parameters that are ours to understand.
#[derive(Default)]
struct Own {
    mode: Option<String>,
    root: Option<String>,
}

/// Takes `sslmode` and `sslrootcert` out of the URL. Several hosts make it one that `Url` does not parse, so only the part after
/// the question mark is looked at.
fn take_own_parameters(url: &str) -> (String, Own) {
    let mut own = Own::default();
    let Some((place, query)) = url.split_once('?') else {
        return (url.to_owned(), own);
    };
    let mut kept = url::form_urlencoded::Serializer::new(String::new());
    let any = Url::parse("postgres://host/").map(|mut base| {
        base.set_query(Some(query));
        base
    });
    for (name, value) in any.iter().flat_map(Url::query_pairs) {
        match &*name {
            "sslmode" => own.mode = Some(value.into_owned()),
            "sslrootcert" => own.root = Some(value.into_owned()),
            _ => drop(kept.append_pair(&name, &value)),
        }
    }
    (
        format!("{place}?{}", kept.finish().replace('+', "%20")),
        own,
    )
}

fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
    }
}

/// The parser's own words name parameters, never their values.
fn malformed(error: &tokio_postgres::Error) -> AddressError {
    let source = std::error::Error::source(error).map(ToString::to_string);
    AddressError::Malformed(source.unwrap_or_else(|| error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_are_reached_encrypted_unless_it_is_said_otherwise() {
        let check = |url: &str, mode: SslMode| {
            let address = Address::parse(url).unwrap();
            assert_eq!(address.config.get_ssl_mode(), mode, "{url}");
        };
        check("postgres://refrain@127.0.0.1/refrain", SslMode::Disable);
        check("postgres://refrain@[::1]:5433/refrain", SslMode::Disable);
        check(
            "postgresql://refrain:p%40ss@localhost/refrain",
            SslMode::Disable,
        );
        check("postgres://refrain@db.example/refrain", SslMode::Require);
        check(
            "postgres://refrain@localhost,db.example/refrain",
            SslMode::Require,
        );
        check(
            "postgres://refrain@db.example/refrain?sslmode=disable",
            SslMode::Disable,
        );
        check(
            "postgres://refrain@localhost/refrain?sslmode=verify-full",
            SslMode::Require,
        );
        check(
            "postgres://a@db.example/r?sslmode=disable&connect_timeout=3",
            SslMode::Disable,
        );
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        let check = |url: &str, said: &str| {
            let error = Address::parse(url).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
            assert!(
                !format!(
                    "{:?}",
                    Address::parse("postgres://a:s3cret@h/r?sslmode=disable")
                )
                .contains("s3cret")
            );
        };
        check(
            "postgres://a:s3cret@h:x/r",
            "invalid value for option `port`",
        );
        check(
            "postgres://a:s3cret@h/r?sslmod=on",
            "unknown option `sslmod`",
        );
        check(
            "postgres://a:s3cret@h/r?sslmode=prefer",
            "sslmode=prefer is not known: use disable or verify-full",
        );
        check("postgres:///r", "it has no host");
        check(
            "postgres://a:s3cret@h/r?sslrootcert=/nowhere.pem",
            "sslrootcert=/nowhere.pem: ",
        );
    }
}

//! Where logs are kept. This is the only place that names a database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::Store;
use store_postgres::{Address, PostgresDatabase, SchemaState};
use store_sqlite::SqliteStore;

use crate::config::MAIN;
use crate::failure::Failure;
use crate::keyfile::Reference;

/// Keeps the logs of an installation, one for each business, by the businesses' names.
#[derive(Clone)]
pub enum Backend {
    /// A file for each: this one is the first business's, the others' are beside it.
    Sqlite(PathBuf),
    /// One database for all.
    Postgres(Arc<PostgresDatabase>),
}

/// What can be given.
const KNOWN: &str = "use sqlite:FILE, postgres://USER:PASSWORD@HOST/DATABASE, or file:PATH or env:NAME, which hold one of these";

impl Backend {
    /// Whether a URL is of a kind that is known. What it says is not looked at.
    pub fn check(url: &str) -> Result<(), Failure> {
        match url.split_once(':') {
            Some(("sqlite" | "file" | "env", rest)) if !rest.is_empty() => Ok(()),
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => Ok(()),
            // It may hold a password all the same, so it is not repeated.
            _ => Err(Failure::usage(format!(
                "it is of no kind that is known: {KNOWN}"
            ))),
        }
    }

    /// Reads `sqlite:FILE`, relative to `data`, `postgres://…`, or a reference to one of them.
    pub fn parse(url: &str, data: &Path) -> Result<Self, Failure> {
        Self::check(url).map_err(|why| Failure::usage(format!("setting `store.url`: {why}")))?;
        match url.split_once(':') {
            Some(("sqlite", file)) => Ok(Self::Sqlite(data.join(file))),
            Some(("file" | "env", _)) => {
                let reference = Reference::parse("store.url", url, data)?;
                let shown = reference.shown();
                let secret = reference.read()?.ok_or_else(|| {
                    Failure::usage(format!("setting `store.url`: {shown} is not there"))
                })?;
                match secret.trim().split_once(':') {
                    Some(("file" | "env", _)) => Err(Failure::usage(format!(
                        "setting `store.url`: {shown} must hold the URL itself"
                    ))),
                    _ => Self::parse(secret.trim(), data),
                }
            }
            _ => {
                let address = Address::parse(url)
                    .map_err(|error| Failure::usage(format!("setting `store.url`: {error}")))?;
                Ok(Self::Postgres(Arc::new(PostgresDatabase::new(address))))
            }
        }
    }

    /// Whether there is a log of this business.
    pub fn exists(&self, log: &str) -> Result<bool, Failure> {
        match self {
            Self::Sqlite(first) => Ok(beside(first, log).exists()),
            Self::Postgres(database) => Ok(database.has(log)?),
        }
    }

    /// Opens the log of this business, making it if it is not there.
    pub fn open(&self, log: &str) -> Result<Arc<dyn Store>, Failure> {
        match self {
            Self::Sqlite(first) => Ok(Arc::new(SqliteStore::open(&beside(first, log))?)),
            Self::Postgres(database) => Ok(Arc::new(database.open(log)?)),
        }
    }

    /// Brings the schema up to date and says what was done.
    pub fn migrate(&self) -> Result<String, Failure> {
        match self {
            Self::Sqlite(_) => {
                Ok("SQLite: a file's schema is brought up to date whenever it is opened".into())
            }
            Self::Postgres(database) => {
                let migrated = database.migrate()?;
                let version = migrated.version;
                Ok(match migrated.steps.join(", ") {
                    none if none.is_empty() => {
                        format!("PostgreSQL: the schema has version {version} already")
                    }
                    steps => {
                        format!("PostgreSQL: the schema has version {version} now; done: {steps}")
                    }
                })
            }
        }
    }

    /// What `refrain check` says of it: whether it is as it should be, and in words how it is.
    pub fn state(&self, log: &str) -> Result<(bool, String), Failure> {
        let database = match self {
            Self::Sqlite(first) => {
                let file = beside(first, log);
                let file = file.display();
                return Ok((true, format!("SQLite, in {file}")));
            }
            Self::Postgres(database) => database,
        };
        Ok(match database.schema()? {
            SchemaState::Empty => (
                true,
                "PostgreSQL; it is empty and gets its schema at the first start".into(),
            ),
            SchemaState::Current => (
                true,
                "PostgreSQL; its schema is the one that this program knows".into(),
            ),
            SchemaState::Behind { found } => (
                false,
                format!("PostgreSQL; its schema has version {found} still: run `refrain migrate`"),
            ),
            SchemaState::Unknown { found, why } => (
                false,
                format!("PostgreSQL; its schema has version {found}: {why}"),
            ),
        })
    }
}

/// `log.db` for the first business, `log-juniper.db` for juniper.
fn beside(first: &Path, log: &str) -> PathBuf {
    if log == MAIN {
        return first.to_owned();
    }
    let mut name = first.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{log}"));
    if let Some(extension) = first.extension() {
        name.push(".");
        name.push(extension);
    }
    first.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_business_has_a_file_beside_the_first() {
        for (url, log, file) in [
            ("sqlite:log.db", "main", "/data/log.db"),
            ("sqlite:log.db", "juniper", "/data/log-juniper.db"),
            ("sqlite:log", "juniper", "/data/log-juniper"),
            ("sqlite:a.b/log.x.db", "j", "/data/a.b/log.x-j.db"),
            ("sqlite:/else/log.db", "juniper", "/else/log-juniper.db"),
        ] {
            let Ok(Backend::Sqlite(first)) = Backend::parse(url, Path::new("/data")) else {
                panic!("{url}");
            };
            assert_eq!(beside(&first, log), Path::new(file), "{url} {log}");
        }
    }

    #[test]
    fn a_url_that_is_not_understood_is_not_repeated() {
        for url in [
            "",
            "sqlite",
            "sqlite:",
            "mysql://a:s3cret@h/d",
            "postgres:a:s3cret",
            "postgres://a:s3cret@h:port/d",
            "file:/nowhere/s3cret-free",
        ] {
            let said = Backend::parse(url, Path::new("/data")).err();
            let said = said.expect(url).to_string();
            assert!(
                said.contains("store.url") && !said.contains("s3cret@"),
                "{said}"
            );
        }
        Backend::parse("postgres://a:s3cret@h/d", Path::new("/data")).unwrap();
    }

    #[test]
    fn a_url_may_be_kept_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            use std::os::unix::fs::PermissionsExt;
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        };
        write("url", "postgres://a:s3cret@h/d\n");
        write("round", "file:url");
        let parse = |url| Backend::parse(url, folder.path());
        assert!(matches!(parse("file:url"), Ok(Backend::Postgres(_))));
        assert!(parse("file:round").is_err());
        assert!(parse("file:nowhere").is_err());
    }
}

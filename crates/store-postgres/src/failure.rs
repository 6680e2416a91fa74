//! Failures of the server, without what it says of rows.

use store::StoreError;
use tokio_postgres::error::SqlState;

/// Why a statement failed. The server's detail is left out, because it may repeat the row.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The server refused.
    #[error("{message} (SQLSTATE {})", code.code())]
    Refused {
        /// Why, as a code.
        code: SqlState,
        /// Why, in its words.
        message: String,
    },
    /// It could not be reached, or the connection broke.
    #[error("{message}")]
    Broken {
        /// What happened.
        message: String,
        /// The system's own error.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// It did not answer in time.
    #[error("the server did not answer within {seconds} seconds")]
    Late {
        /// How long it was waited for.
        seconds: u64,
    },
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(refused) = error.as_db_error() {
            return Self::Refused {
                code: refused.code().clone(),
                message: refused.message().to_owned(),
            };
        }
        Self::Broken {
            message: error.to_string(),
            source: error.into_source(),
        }
    }
}

impl Failure {
    pub(crate) fn is(&self, wanted: &SqlState) -> bool {
        matches!(self, Self::Refused { code, .. } if code == wanted)
    }

    /// Whether it was rolled back only because of what ran beside it, so that doing it again may succeed.
    pub(crate) fn is_passing(&self) -> bool {
        self.is(&SqlState::T_R_SERIALIZATION_FAILURE) || self.is(&SqlState::T_R_DEADLOCK_DETECTED)
    }

    /// Whether the connection can still be used.
    pub(crate) fn left_it_usable(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if !is_shutdown(code))
    }

    pub(crate) fn during(self, action: &'static str) -> StoreError {
        StoreError::Database {
            action,
            source: Box::new(self),
        }
    }
}

/// The server is going away, or has just come up as something that cannot be written to.
fn is_shutdown(code: &SqlState) -> bool {
    [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::READ_ONLY_SQL_TRANSACTION,
    ]
    .contains(code)
}

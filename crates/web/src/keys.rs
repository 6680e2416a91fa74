//! Keys to the API: a projection of the log, and the check that a request carries one with the scope.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use optout::{Entry, Scope};
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// What every key begins with, so that a leaked one is recognised by scanners.
pub const KEY_PREFIX: &str = "rfk_";
/// What stands before a key in its header.
const SCHEME: &[u8] = b"Bearer ";

/// The keys that the log knows and that were not revoked.
#[derive(Debug, Default)]
pub struct ApiKeys(RwLock<HashMap<[u8; 32], Key>>);

#[derive(Debug)]
struct Key {
    id: String,
    scopes: Vec<Scope>,
}

/// Who sent a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Anybody: a consumer, a browser, a site. May only add opt-outs.
    Public,
    /// Whoever holds this key.
    Key(String),
}

impl ApiKeys {
    /// Takes entries of the log into account.
    pub fn follow(&self, batch: &[(u64, Entry)]) {
        for (_, entry) in batch {
            match entry {
                Entry::ApiKey(key) => {
                    if let Some(digest) = digest_from_hex(&key.sha256) {
                        let known = Key {
                            id: key.id.clone(),
                            scopes: key.scopes.clone(),
                        };
                        self.write().insert(digest, known);
                    }
                }
                Entry::ApiKeyRevoked { id, .. } => self.write().retain(|_, key| key.id != *id),
                _ => {}
            }
        }
    }

    /// Who sent a request that needs no key. One that carries a key must carry a good one, with `scope` or [`Scope::Admin`]; what
    /// a proxy asks for in another scheme is none.
    ///
    /// # Errors
    /// 401 where the key is not known, 403 where it lacks the scope.
    pub(crate) fn caller(&self, headers: &HeaderMap, scope: Scope) -> Result<Caller, Problem> {
        let values = headers.get_all(AUTHORIZATION).iter();
        let Some(key) = values.map(HeaderValue::as_bytes).find_map(bearer) else {
            return Ok(Caller::Public);
        };
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let digest: [u8; 32] = Sha256::digest(key).into();
        let known = keys.get(&digest).ok_or_else(|| {
            Problem::unauthorized("this key is not known: it may have been revoked")
        })?;
        if known
            .scopes
            .iter()
            .any(|held| matches!(held, Scope::Admin) || *held == scope)
        {
            return Ok(Caller::Key(known.id.clone()));
        }
        Err(Problem::forbidden(format!(
            "this key lacks the scope `{}`",
            scope.name()
        )))
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<[u8; 32], Key>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key in a header's value. The scheme's name may be in any case (RFC 9110 section 11.1).
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, key) = value.split_at_checked(SCHEME.len())?;
    scheme
        .eq_ignore_ascii_case(SCHEME)
        .then(|| key.trim_ascii())
}

/// The digest under which a key is kept, in hexadecimal.
#[must_use]
pub fn key_digest(key: &str) -> String {
    crate::hex(&Sha256::digest(key.as_bytes()))
}

fn digest_from_hex(hex: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(digest)
}

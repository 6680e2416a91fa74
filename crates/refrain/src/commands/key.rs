//! `refrain key`: keys to the API.

use optout::{ApiKey, Entry, Scope};

use super::{append, replay};
use crate::cli::{At, Key};
use crate::failure::Failure;
use crate::installation::Installation;
use crate::{term, world};

pub fn run(command: Key) -> Result<(), Failure> {
    match command {
        Key::New { scope, name, at } => {
            let installation = at.place().open()?;
            for made in &installation.made {
                term::tell(made);
            }
            let key = make(&installation, scope, name)?;
            term::say(key);
            term::tell(
                "This key is shown once: only its digest is kept. Send it as `Authorization: Bearer KEY`.",
            );
            Ok(())
        }
        Key::List { at, json } => list(&at, json),
        Key::Revoke { name, at } => revoke(&at, name),
    }
}

/// Makes a key, records its digest, and returns it.
pub fn make(
    installation: &Installation,
    scopes: Vec<Scope>,
    name: Option<String>,
) -> Result<String, Failure> {
    let (mut secret, mut made_up) = ([0; 32], [0; 4]);
    world::random(&mut secret);
    world::random(&mut made_up);
    let key = format!("{}{}", web::KEY_PREFIX, web::hex(&secret));
    let id = name.unwrap_or_else(|| format!("key-{}", web::hex(&made_up)));
    if keys(&*installation.store)?
        .iter()
        .any(|known| known.id == id)
    {
        return Err(Failure::usage(format!(
            "there is a key named `{id}` already: choose another name or revoke it first"
        )));
    }
    append(
        installation,
        Entry::ApiKey(ApiKey {
            at: world::now(),
            id,
            scopes,
            sha256: web::key_digest(&key),
        }),
    )?;
    Ok(key)
}

fn list(at: &At, json: bool) -> Result<(), Failure> {
    let keys = keys(&*at.place().open_existing()?.store)?;
    if json {
        let line = |key: &ApiKey| serde_json::json!({ "name": key.id, "scopes": key.scopes, "made": key.at });
        term::json(&keys.iter().map(line).collect::<Vec<_>>());
        return Ok(());
    }
    let scopes = |key: &ApiKey| {
        key.scopes
            .iter()
            .map(|scope| scope.name())
            .collect::<Vec<_>>()
            .join(",")
    };
    let rows: Vec<_> = keys
        .iter()
        .map(|key| vec![key.id.clone(), scopes(key), key.at.to_string()])
        .collect();
    term::table(&["NAME", "SCOPES", "MADE"], &rows);
    Ok(())
}

fn revoke(at: &At, name: String) -> Result<(), Failure> {
    let installation = at.place().open_existing()?;
    if !keys(&*installation.store)?
        .iter()
        .any(|known| known.id == name)
    {
        return Err(Failure::usage(format!(
            "there is no key named `{name}`: see `refrain key list`"
        )));
    }
    append(
        &installation,
        Entry::ApiKeyRevoked {
            at: world::now(),
            id: name,
        },
    )?;
    Ok(())
}

fn keys(store: &dyn store::Store) -> Result<Vec<ApiKey>, Failure> {
    let mut keys: Vec<ApiKey> = Vec::new();
    replay(store, |_, entry| match entry {
        Entry::ApiKey(key) => keys.push(key.clone()),
        Entry::ApiKeyRevoked { id, .. } => keys.retain(|key| key.id != *id),
        _ => {}
    })?;
    Ok(keys)
}

//! Fills a log with opt-outs of made-up people, for measuring: `fill FILE COUNT`.

use std::error::Error;
use std::path::Path;

use optout::{
    Change, Channel, Facts, InstallationKey, Kind, OptOutRequest, Policy, Request, Timestamp,
    TokenKeys, decide,
};
use store::{Commit, LogStore as _, Salt};
use store_sqlite::SqliteStore;

/// How many entries are appended at once.
const BATCH: u64 = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(count)) = (arguments.next(), arguments.next()) else {
        return Err("usage: fill FILE COUNT".into());
    };
    let store = SqliteStore::open(Path::new(&file))?;
    let tokens = TokenKeys::new(&InstallationKey::new([7; 32]));
    let policy = Policy::default();
    let count: u64 = count.parse()?;
    let mut first = 0;
    while first < count {
        let batch: Result<Vec<_>, Box<dyn Error>> = (first..(first + BATCH).min(count))
            .map(|nth| {
                let who = tokens.subject(&Kind::Email, &format!("person-{nth}@example.com"));
                let request =
                    Request::OptOut(OptOutRequest::of_everything(vec![who], Channel::Api));
                let now = Timestamp::from_second(1_795_000_000 + i64::try_from(nth / 100)?)?;
                let Change::Record(entry) = decide(&Facts::default(), request, &policy, now)?
                else {
                    return Err("a first opt-out is recorded".into());
                };
                let mut salt = [0; 16];
                salt[..8].copy_from_slice(&nth.to_le_bytes());
                Ok(Commit::new(Salt(salt), entry).into_new_entry())
            })
            .collect();
        store.append(&batch?, store::Onto::ANY)?;
        first += BATCH;
    }
    Ok(())
}

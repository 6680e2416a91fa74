//! Fills a log with opt-outs of made-up people, for measuring: `fill URL SIZE [--sealed]`. URL is `sqlite:FILE` or
//! `postgres://…`; SIZE is how many entries there shall be at the end, so that a log can be grown step by step. With `--sealed`
//! their identifiers are kept for delivery, as intake keeps them.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use optout::{
    Change, Channel, Facts, Identifier, InstallationKey, Kind, OptOutRequest, Policy, Request,
    Timestamp, TokenKeys, decide,
};
use store::seal::Sealer;
use store::{Commit, NewEntry, Onto, Salt, Store};
use store_postgres::{Address, PostgresDatabase};
use store_sqlite::SqliteStore;

/// How many entries are appended at once.
const BATCH: u64 = 4096;
/// After how many entries there is a word of progress.
const WORD: u64 = 1 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(url), Some(size)) = (arguments.next(), arguments.next()) else {
        return Err("usage: fill URL SIZE [--sealed]".into());
    };
    let (store, size) = (open(&url)?, size.parse()?);
    let people = People::new(arguments.next().is_some_and(|option| option == "--sealed"));
    let first = store.size()?;
    // One thread makes entries while the other writes them.
    let (made, making) = sync_channel(4);
    std::thread::spawn(move || {
        let mut first = first;
        while first < size {
            let last = (first + BATCH).min(size);
            let batch: Vec<NewEntry> = (first..last).map(|nth| people.opt_out(nth)).collect();
            if made.send(batch).is_err() {
                return;
            }
            first = last;
        }
    });
    let started = Instant::now();
    let mut done = 0;
    for batch in making {
        store.append(&batch, Onto::ANY)?;
        let before = done / WORD;
        done += batch.len() as u64;
        if done / WORD > before {
            let rate = f64::from(u32::try_from(done)?) / started.elapsed().as_secs_f64();
            eprintln!("{} entries, {rate:.0} a second", first + done);
        }
    }
    Ok(())
}

fn open(url: &str) -> Result<Arc<dyn Store>, Box<dyn Error>> {
    Ok(match url.strip_prefix("sqlite:") {
        Some(file) => Arc::new(SqliteStore::open(Path::new(file))?),
        None => Arc::new(PostgresDatabase::new(Address::parse(url)?).open("main")?),
    })
}

struct People {
    tokens: TokenKeys,
    sealer: Option<Sealer>,
    policy: Policy,
}

impl People {
    fn new(sealed: bool) -> Self {
        let key = InstallationKey::new([7; 32]);
        Self {
            tokens: TokenKeys::new(&key),
            sealer: sealed.then(|| Sealer::new(&key)),
            policy: Policy::default(),
        }
    }

    /// The opt-out of one person; a hundred a second have come since some day.
    fn opt_out(&self, nth: u64) -> NewEntry {
        let address = format!("person-{nth}@example.com");
        let who = self.tokens.subject(&Kind::Email, &address);
        let request = Request::OptOut(OptOutRequest::of_everything(vec![who], Channel::Api));
        let since = i64::try_from(nth / 100).expect("people are few");
        let now = Timestamp::from_second(1_795_000_000 + since).expect("it is a time");
        let decided = decide(&Facts::default(), request, &self.policy, now);
        let Ok(Change::Record(entry)) = decided else {
            panic!("a first opt-out is recorded");
        };
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&nth.to_le_bytes());
        let mut commit = Commit::new(Salt(salt), entry);
        if let Some(sealer) = &self.sealer {
            let identifier = Identifier::of(Kind::Email, &address).expect("it is an address");
            commit = commit.sealing(sealer, &[identifier]);
        }
        commit.into_new_entry()
    }
}

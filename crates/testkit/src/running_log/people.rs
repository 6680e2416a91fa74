//! Opt-outs to be committed, and logs to commit them to.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::{Salt, Signer, receipt};
use optout::{
    Channel, Entry, Identifier, InstallationKey, Kind, PurposeSet, Recorded, TokenKeys,
    business_day_deadline,
};
use store::{Commit, CommitError, Committed, Log, LogOptions, Store};

use super::follower::{Seen, follower};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_mins(3);

#[must_use]
pub fn signer() -> Signer {
    Signer::from_seed("log.example/log", &[7; 32]).unwrap()
}

/// A running log with one follower.
pub fn start(store: Arc<dyn Store>) -> (Arc<Log>, Arc<Seen>) {
    let (follower, seen) = follower();
    let options = LogOptions {
        signer: signer(),
        followers: vec![follower],
        witness: None,
    };
    (Log::start(store, options), seen)
}

/// The opt-out of one account.
#[must_use]
pub fn opt_out(account: &str) -> Commit {
    // A bare number may be a zero, which names nobody.
    let identifier = Identifier::of(Kind::Account, &format!("account {account}")).unwrap();
    let tokens = TokenKeys::new(&InstallationKey::new([7; 32]));
    let mut subjects = Vec::new();
    identifier.tokens(&tokens, |subject| subjects.push(subject));
    let at = "2026-11-23T14:02:12Z".parse().unwrap();
    let entry = Entry::OptOut(Recorded {
        at,
        channel: Channel::Api,
        purposes: PurposeSet::OPT_OUT,
        subjects,
        deadline: business_day_deadline(at),
        state: None,
        agent: None,
        policy: "test".into(),
    });
    Commit::new(Salt([5; 16]), entry)
}

/// Commits and returns the position.
///
/// # Errors
/// What the log fails with.
pub fn commit(log: &Log, account: &str) -> Result<u64, CommitError> {
    let committed = log.commit_blocking(opt_out(account).until_published());
    committed.map(|Committed { position }| position)
}

/// Looks again and again until `look` says yes.
pub fn until(what: &str, mut look: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !look() {
        assert!(Instant::now() < deadline, "gave up waiting for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The log is whole: everything is published, every entry has a receipt that verifies, and the follower saw each once.
pub fn assert_whole(log: &Log, seen: &Seen) {
    let store = log.store();
    let size = store.size().unwrap();
    until("everything to be published", || log.head().size == size);
    until("everything to be followed", || seen.size() == size);
    let key = signer().verifier_key();
    let entries = store.read(0, usize::MAX).unwrap();
    for (position, entry) in (0..).zip(&entries) {
        assert_eq!(entry.position, position);
        let text = log.receipt(entry).unwrap().unwrap();
        let proved = receipt::verify(&text, &key).unwrap();
        assert_eq!((proved.index, &proved.record), (position, &entry.body));
    }
    let bodies: Vec<_> = entries.into_iter().map(|entry| entry.body).collect();
    assert!(seen.bodies() == bodies, "the follower saw something else");
    let sealer = store::seal::Sealer::new(&InstallationKey::new([7; 32]));
    let report = store::check(&**store, (&key, &sealer), &[], |_| {}).unwrap();
    assert!(report.difference.is_none(), "{:?}", report.difference);
    assert_eq!((report.entries, report.published), (size, size));
}

//! How long a decision takes in process, beside a bare look-up in a hash set of the same people:
//! `cargo run --release -p gate --example bench`.

use std::collections::HashSet;
use std::hint::black_box;
use std::time::Instant;

use gate::{Ask, Gate, Moment, Told};
use optout::{
    Age, Change, Channel, Date, DisclosurePurpose, Entry, Facts, InstallationKey, Kind,
    OptOutRequest, Policy, Purpose, Request, Timestamp, TokenKeys, decide,
};

const PEOPLE: u64 = 1_000_000;
const QUESTIONS: u64 = 2_000_000;
const ROUNDS: usize = 5;

fn digest(nth: u64) -> [u8; 32] {
    let mut digest = [0; 32];
    let mut state = nth ^ 0x5555_0000_1234;
    for word in digest.chunks_mut(8) {
        state = mix(state);
        word.copy_from_slice(&state.to_le_bytes());
    }
    digest
}

fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn opt_out(subject: optout::Subject) -> Entry {
    let request = Request::OptOut(OptOutRequest::of_everything(vec![subject], Channel::Api));
    match decide(
        &Facts::default(),
        request,
        &Policy::default(),
        Timestamp::UNIX_EPOCH,
    ) {
        Ok(Change::Record(entry)) => entry,
        other => panic!("a first opt-out is recorded, not {other:?}"),
    }
}

/// Nanoseconds for one of `QUESTIONS`, the best of some rounds.
fn best(mut ask: impl FnMut(&[u8; 32]) -> bool, questions: &[[u8; 32]]) -> f64 {
    let round = |_| {
        let started = Instant::now();
        let denied = questions.iter().filter(|question| ask(question)).count();
        black_box(denied);
        started.elapsed().as_secs_f64()
    };
    let mut times: Vec<f64> = (0..ROUNDS).map(round).collect();
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "two million")]
    let count = QUESTIONS as f64;
    times[0] * 1e9 / count
}

#[expect(
    clippy::print_stdout,
    reason = "an example that prints what it measured"
)]
fn main() {
    let keys = TokenKeys::new(&InstallationKey::new([7; 32]));
    let gate = Gate::new(std::time::Duration::from_hours(1), Instant::now());
    let mut set: HashSet<[u8; 32], ahash::RandomState> = HashSet::default();
    for nth in 0..PEOPLE {
        let token = keys.token_of_digest(&Kind::Email, &digest(nth));
        gate.follow(&[(
            nth,
            opt_out(optout::Subject {
                kind: Kind::Email,
                token,
            }),
        )]);
        set.insert(digest(nth));
    }
    gate.caught_up(PEOPLE, Instant::now());
    let questions: Vec<[u8; 32]> = (0..QUESTIONS)
        .map(|nth| {
            let random = mix(nth ^ 0x77);
            // Half of them are about somebody who opted out.
            digest((random >> 8) % PEOPLE + PEOPLE * (random & 1))
        })
        .collect();
    let now = Instant::now();
    let ask = Ask {
        recipient: "acme-ads",
        purpose: DisclosurePurpose::Statutory(Purpose::Sharing),
        signal: false,
        program: None,
        age: Age::Unknown,
    };
    let moment = Moment {
        now,
        today: Date::constant(2026, 11, 23),
    };
    let denies = |told: Told| told.answer.decision == optout::Decision::Deny;
    let token = |digest: &[u8; 32]| keys.token_of_digest(&Kind::Email, digest);
    for _ in 0..3 {
        let bare = best(|digest| set.contains(digest), &questions);
        let alone = best(
            |digest| denies(gate.ask(&[token(digest)], &ask, moment)),
            &questions,
        );
        let asking = gate.asking(moment);
        let together = best(
            |digest| denies(asking.ask(&[token(digest)], &ask)),
            &questions,
        );
        drop(asking);
        println!(
            "decision in process, {PEOPLE} people: bare ahash set {bare:.0} ns; in a batch {together:.0} ns = {:.2}x, \
             alone {alone:.0} ns = {:.2}x (goal at most 2x)",
            together / bare,
            alone / bare,
        );
    }
}

//! Time and randomness that a test decides on. Both belong to the test's thread, on which its handlers run.

use std::cell::Cell;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use web::node::World;

/// When every test begins: 2026-11-23T14:02:12Z.
const BEGIN: i64 = 1_795_442_532_000;

thread_local! {
    static MILLISECONDS: Cell<i64> = const { Cell::new(BEGIN) };
    static AHEAD: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    static BYTES: Cell<u64> = const { Cell::new(0) };
}

pub const WORLD: World = World {
    now,
    instant,
    random,
};

/// Lets time pass.
pub fn advance(time: SignedDuration) {
    let passed = i64::try_from(time.as_millis()).unwrap();
    MILLISECONDS.set(MILLISECONDS.get() + passed);
}

/// Lets time pass on the clock with which the gate's age is told, without the log being read meanwhile.
pub fn advance_instant(time: Duration) {
    AHEAD.set(AHEAD.get() + time);
}

/// A millisecond later each time.
fn now() -> Timestamp {
    advance(SignedDuration::from_millis(1));
    Timestamp::from_millisecond(MILLISECONDS.get()).unwrap()
}

fn instant() -> Instant {
    Instant::now() + AHEAD.get()
}

/// Never the same twice, and the same in every run.
fn random(bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(8) {
        let next = BYTES.get() + 1;
        BYTES.set(next);
        let mixed = next.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
        chunk.copy_from_slice(&mixed[..chunk.len()]);
    }
}

//! The one clock and the one source of randomness.

use std::time::Instant;

use optout::Timestamp;
use web::node::World;

/// The real world.
pub const WORLD: World = World {
    now,
    instant: Instant::now,
    random,
};

/// The time.
#[expect(clippy::disallowed_methods, reason = "the binary owns the one clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Fills `bytes` from the system's generator.
pub fn random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system has a random generator");
}

/// A random salt.
pub fn salt() -> store::Salt {
    let mut salt = store::Salt([0; 16]);
    random(&mut salt.0);
    salt
}

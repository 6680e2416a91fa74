//! What a test is told from outside.

/// A number from the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "a long run is asked for from outside"
)]
pub fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number")),
    )
}

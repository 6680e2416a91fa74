//! What a visit could not see. Where something is missing, nothing can be said not to remain.

use crate::visit::{Observed, Quiet};

/// How many addresses are named.
const NAMED: usize = 3;

/// The gaps of a visit, each as half a sentence.
pub fn gaps(visit: &Observed) -> Vec<String> {
    let mut gaps = Vec::new();
    if let Quiet::StillBusy { waiting_for } = &visit.quiet {
        gaps.push(still_busy(waiting_for));
    }
    if !visit.silent_frames.is_empty() {
        gaps.push(silent(&visit.silent_frames));
    }
    if !visit.is_log_whole {
        gaps.push(
            "the browser did not end in time, so what was sent while leaving the page may be missing: try again"
                .to_owned(),
        );
    }
    gaps
}

fn still_busy(waiting_for: &[String]) -> String {
    let waiting = match waiting_for {
        [] => String::new(),
        addresses => format!(", waiting for {}", named(addresses)),
    };
    format!("the page was still busy when the wait ended{waiting}: raise --wait to see the rest")
}

fn silent(addresses: &[String]) -> String {
    let named = named(addresses);
    match addresses.len() {
        1 => format!("the frame {named} did not say what it keeps"),
        _ => format!("the frames {named} did not say what they keep"),
    }
}

fn named(addresses: &[String]) -> String {
    let named = addresses[..addresses.len().min(NAMED)].join(", ");
    match addresses.len() {
        0..=NAMED => named,
        all => format!("{named} and {} more", all - NAMED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_addresses_are_named() {
        let all = ["a", "b", "c", "d", "e"].map(str::to_owned);
        let table = [(1, "a"), (3, "a, b, c"), (5, "a, b, c and 2 more")];
        for (count, expected) in table {
            assert_eq!(named(&all[..count]), expected);
        }
    }
}

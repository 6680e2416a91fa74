//! Pairs of figures, the anchor's and ours, measured in turn.

use crate::failure::Failure;
use crate::terminal;

/// Measures the anchor and ours `count` times in turn, and prints every pair and the ratios' median beside the goal.
pub fn measure(
    what: &str,
    (anchor_name, goal): (&str, f64),
    count: usize,
    mut anchor: impl FnMut() -> Result<f64, Failure>,
    mut ours: impl FnMut() -> Result<f64, Failure>,
) -> Result<f64, Failure> {
    let mut ratios = Vec::new();
    let mut shown = Vec::new();
    for _ in 0..count {
        let (theirs, own) = (anchor()?, ours()?);
        ratios.push(own / theirs);
        shown.push(format!("{own:.0}/{theirs:.0} = {:.2}", own / theirs));
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    let verdict = if median >= goal {
        "reached"
    } else {
        "NOT REACHED"
    };
    terminal::say(format!(
        "{what:<44} {median:>7.2}x {anchor_name} (goal {goal}x, {verdict})   {}",
        shown.join("  ")
    ));
    Ok(median)
}

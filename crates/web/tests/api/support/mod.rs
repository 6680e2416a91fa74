//! A node of its own for each test, and what is sent to it.

mod answer;
mod call;
mod node;
mod world;

pub use answer::Answer;
pub use call::Call;
pub use node::TestNode;
pub use world::{WORLD, advance, advance_instant};

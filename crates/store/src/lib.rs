//! The storage contracts, the running log on top of them, and the tests every backend must pass.

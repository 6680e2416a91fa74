//! The rules of an opt-out of sale and sharing: pure, no I/O, no clock, no randomness.

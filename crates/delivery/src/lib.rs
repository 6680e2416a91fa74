//! Carries opt-outs to every destination.

pub mod backoff;
pub mod classify;
pub mod engine;
pub mod message;
pub mod transport;
pub mod trouble;
pub mod webhook;

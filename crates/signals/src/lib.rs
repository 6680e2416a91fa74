//! Opt-out preference signals: Global Privacy Control.

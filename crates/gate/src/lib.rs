//! The in-memory suppression set that answers 'may I?'.

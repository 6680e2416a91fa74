//! A transparency log's format: RFC 6962 trees, C2SP tiles, checkpoints, proofs and receipts.

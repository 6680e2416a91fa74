//! The embedded store: SQLite in WAL mode, one writer, synced before every answer.

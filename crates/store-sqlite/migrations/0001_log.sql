-- The log. Everything else in this file follows from it.
CREATE TABLE entry (
    position   INTEGER PRIMARY KEY, -- from 0 on, without gaps
    commitment BLOB NOT NULL,       -- SHA-256 of salt and body: what the leaf holds
    salt       BLOB NOT NULL,       -- 16 random bytes: keeps the commitment secret
    body       BLOB NOT NULL,       -- the entry, one line of JSON
    sealed     BLOB                 -- identifiers for delivery, until they are erased
) STRICT;

-- What was published: full tiles (C2SP tlog-tiles) by level * 2^56 + index, and the newest signed checkpoint.
CREATE TABLE tile (
    place  INTEGER PRIMARY KEY,
    hashes BLOB NOT NULL            -- 256 hashes of 32 bytes
) STRICT;

CREATE TABLE checkpoint (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    size INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;

-- Who works for which destination.
CREATE TABLE lease (
    destination   TEXT PRIMARY KEY,
    token         INTEGER NOT NULL, -- grows with every lease
    holder        TEXT NOT NULL,
    until_ms      INTEGER NOT NULL,
    planned_first INTEGER,          -- the stretch that is about to be sent
    planned_last  INTEGER
) STRICT, WITHOUT ROWID;

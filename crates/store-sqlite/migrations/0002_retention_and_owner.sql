-- An entry whose time is over loses its salt, and a stub takes its body's place; the commitment stays.
ALTER TABLE entry RENAME TO entry_with_salt;
CREATE TABLE entry (
    position   INTEGER PRIMARY KEY, -- from 0 on, without gaps
    commitment BLOB NOT NULL,       -- SHA-256 of salt and body: what the leaf holds
    salt       BLOB,                -- 16 random bytes: keeps the commitment secret; NULL once the entry was erased
    body       BLOB NOT NULL,       -- the entry, one line of JSON, or what stands in its place
    sealed     BLOB                 -- identifiers for delivery, until they are erased
) STRICT;
INSERT INTO entry SELECT position, commitment, salt, body, sealed FROM entry_with_salt;
DROP TABLE entry_with_salt;

-- Whose log this is, so that no node with other keys writes into it.
CREATE TABLE owner (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    name TEXT NOT NULL
) STRICT;

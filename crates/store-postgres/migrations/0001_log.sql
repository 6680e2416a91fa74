-- The logs of an installation, one for each business. The row is the log's head: whoever appends holds it for one batch.
CREATE TABLE refrain.log (
    log   integer PRIMARY KEY,
    name  text    NOT NULL UNIQUE,
    size  bigint  NOT NULL DEFAULT 0,     -- how many entries there are
    owner text                            -- whose keys it is written with
);

-- The entries. Everything else follows from them. Cut by position, so that the indexes in use stay small; parts are added as
-- the logs grow into them.
CREATE TABLE refrain.entry (
    position   bigint  NOT NULL,          -- from 0 on in each log, without gaps
    log        integer NOT NULL,
    commitment bytea   NOT NULL,          -- SHA-256 of salt and body: what the leaf holds
    salt       bytea,                     -- 16 random bytes; NULL once the entry was erased
    body       bytea   NOT NULL,          -- the entry, one line of JSON, or what stands in its place
    sealed     bytea,                     -- identifiers for delivery, until they are erased
    PRIMARY KEY (log, position)
) PARTITION BY RANGE (position);

-- What was published: full tiles (C2SP tlog-tiles) by level * 2^56 + index, and the newest signed checkpoint.
CREATE TABLE refrain.tile (
    log    integer NOT NULL,
    place  bigint  NOT NULL,
    hashes bytea   NOT NULL,              -- 256 hashes of 32 bytes
    PRIMARY KEY (log, place)
);

CREATE TABLE refrain.checkpoint (
    log  integer PRIMARY KEY,
    size bigint  NOT NULL,                -- 0 while nothing was published
    note text    NOT NULL
);

-- Who works for which destination.
CREATE TABLE refrain.lease (
    log           integer NOT NULL,
    destination   text    NOT NULL,
    token         bigint  NOT NULL,       -- grows with every lease
    holder        text    NOT NULL,
    until_ms      bigint  NOT NULL,
    planned_first bigint,                 -- the stretch that is about to be sent
    planned_last  bigint,
    PRIMARY KEY (log, destination)
);

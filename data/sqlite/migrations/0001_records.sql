-- The newest version of every record, in the order of the changes. A new version
-- moves its row to a new seq; a deletion leaves a tombstone, which has neither
-- owner nor data. SQLite compares text by its bytes.
CREATE TABLE record (
    seq      INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    owner    TEXT    NOT NULL,
    modified INTEGER NOT NULL, -- Unix milliseconds
    deleted  BOOLEAN NOT NULL,
    data     TEXT    NOT NULL
);
CREATE UNIQUE INDEX record_key ON record (kind, id);
CREATE INDEX record_owner ON record (kind, owner, id);
CREATE INDEX record_tombstone ON record (modified, seq) WHERE deleted;

-- The head of the list: v is the newest seq, floor the newest one whose tombstone
-- was dropped, epoch the name of this life of the list.
CREATE TABLE head (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    v     INTEGER NOT NULL,
    floor INTEGER NOT NULL,
    epoch TEXT    NOT NULL
);

-- Where the import of each feed left off.
CREATE TABLE feed (
    name   TEXT PRIMARY KEY,
    cursor TEXT NOT NULL
);

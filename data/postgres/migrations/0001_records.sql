-- The newest version of every record, in the order of the changes. A new version
-- moves its row to a new seq; a deletion leaves a tombstone, which has neither
-- owner nor data. COLLATE "C" compares text by its bytes.
CREATE TABLE record (
    seq      BIGINT  PRIMARY KEY,
    kind     TEXT    COLLATE "C" NOT NULL,
    id       TEXT    COLLATE "C" NOT NULL,
    owner    TEXT    COLLATE "C" NOT NULL,
    modified BIGINT  NOT NULL, -- Unix milliseconds
    deleted  BOOLEAN NOT NULL,
    data     TEXT    COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX record_key ON record (kind, id);
CREATE INDEX record_owner ON record (kind, owner, id);
CREATE INDEX record_tombstone ON record (modified, seq) WHERE deleted;

-- The head of the list: v is the newest seq, floor the newest one whose tombstone
-- was dropped, epoch the name of this life of the list.
CREATE TABLE head (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    v     BIGINT  NOT NULL,
    floor BIGINT  NOT NULL,
    epoch TEXT    COLLATE "C" NOT NULL
);

-- Where the import of each feed left off.
CREATE TABLE feed (
    name   TEXT COLLATE "C" PRIMARY KEY,
    cursor TEXT COLLATE "C" NOT NULL
);

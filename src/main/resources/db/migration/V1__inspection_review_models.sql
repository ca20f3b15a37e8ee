-- Times are microseconds since 1970 in UTC. Boxes, regions, timings and manifests are JSON.

CREATE TABLE inspection (
    id            TEXT PRIMARY KEY,
    station_id    TEXT NOT NULL,
    frame_id      TEXT NOT NULL,
    part_id       TEXT,
    trigger_name  TEXT,
    frame_hash    TEXT NOT NULL,
    image_height  INTEGER,
    image_width   INTEGER,
    captured_at   INTEGER NOT NULL,
    decided_at    INTEGER NOT NULL,
    model_version INTEGER,
    verdict       TEXT NOT NULL CHECK (verdict IN ('pass', 'reject', 'undecided')),
    cause         TEXT,
    reason        TEXT NOT NULL,
    score         REAL,
    threshold     REAL,
    regions       TEXT NOT NULL,
    timings       TEXT NOT NULL,
    map_height    INTEGER,
    map_width     INTEGER,
    map           BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX inspection_newest ON inspection (station_id, id);
CREATE INDEX inspection_by_verdict ON inspection (station_id, verdict, id);
CREATE UNIQUE INDEX inspection_by_frame ON inspection (station_id, frame_id, captured_at);
CREATE INDEX inspection_by_hash ON inspection (frame_hash);

-- How many inspections there ever were, whatever retention has deleted since.
CREATE TABLE verdict_count (
    station_id TEXT NOT NULL,
    verdict    TEXT NOT NULL,
    count      INTEGER NOT NULL,
    PRIMARY KEY (station_id, verdict)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id   TEXT NOT NULL UNIQUE,
    station_id TEXT NOT NULL,
    payload    BLOB NOT NULL
) STRICT;

CREATE TABLE label (
    inspection_id TEXT PRIMARY KEY REFERENCES inspection (id) ON DELETE CASCADE,
    verdict       TEXT NOT NULL CHECK (verdict IN ('normal', 'defect')),
    defect_type   TEXT,
    regions       TEXT NOT NULL,
    labelled_by   TEXT NOT NULL,
    labelled_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every label that was ever set or taken back; verdict is null where one was taken back.
CREATE TABLE label_history (
    sequence      INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection_id TEXT NOT NULL,
    verdict       TEXT,
    defect_type   TEXT,
    regions       TEXT,
    labelled_by   TEXT,
    changed_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE pool_frame (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    station_id   TEXT NOT NULL,
    frame_hash   TEXT NOT NULL,
    frame_id     TEXT NOT NULL,
    collected_at INTEGER NOT NULL,
    UNIQUE (station_id, frame_hash)
) STRICT;

CREATE TABLE model_version (
    station_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    manifest   TEXT NOT NULL,
    kept       TEXT NOT NULL,
    PRIMARY KEY (station_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE champion (
    station_id TEXT PRIMARY KEY,
    version    INTEGER NOT NULL,
    FOREIGN KEY (station_id, version) REFERENCES model_version (station_id, version)
) STRICT, WITHOUT ROWID;

-- The highest number ever given, so that a version that failed half way does not give its number away.
CREATE TABLE version_counter (
    station_id TEXT PRIMARY KEY,
    last       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_entry (
    station_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    frame_id   TEXT NOT NULL,
    frame_hash TEXT NOT NULL,
    score      REAL NOT NULL,
    rank       INTEGER NOT NULL,
    round      INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (station_id, version, position),
    FOREIGN KEY (station_id, version) REFERENCES model_version (station_id, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_by_hash ON ledger_entry (frame_hash);

-- For evaluation only.
CREATE TABLE truth (
    station_id  TEXT NOT NULL,
    frame_id    TEXT NOT NULL,
    defective   INTEGER NOT NULL CHECK (defective IN (0, 1)),
    defect_type TEXT,
    mask        BLOB,
    PRIMARY KEY (station_id, frame_id)
) STRICT, WITHOUT ROWID;

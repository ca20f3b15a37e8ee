-- What people say of dropped frames, how the pool grows, what watches the line, and who asks for refits.

ALTER TABLE ledger_entry ADD COLUMN look_alikes INTEGER;

-- One decision for an image of a station at a time, whatever version dropped it.
CREATE TABLE ledger_decision (
    station_id TEXT NOT NULL,
    frame_hash TEXT NOT NULL,
    decision   TEXT NOT NULL CHECK (decision IN ('restored', 'confirmed')),
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (station_id, frame_hash)
) STRICT, WITHOUT ROWID;

-- Every decision that was ever made or taken back; decision is null where one was taken back.
CREATE TABLE ledger_decision_history (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    station_id TEXT NOT NULL,
    frame_hash TEXT NOT NULL,
    decision   TEXT,
    decided_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE pollution_estimate (
    station_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    share      REAL NOT NULL,
    low        REAL NOT NULL,
    high       REAL NOT NULL,
    PRIMARY KEY (station_id, version),
    FOREIGN KEY (station_id, version) REFERENCES model_version (station_id, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

ALTER TABLE pool_frame ADD COLUMN origin TEXT NOT NULL DEFAULT 'collected' CHECK (origin IN ('collected', 'passed', 'confirmed'));
ALTER TABLE pool_frame ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1));
ALTER TABLE pool_frame ADD COLUMN shift TEXT NOT NULL DEFAULT '';
ALTER TABLE pool_frame ADD COLUMN camera_setting TEXT NOT NULL DEFAULT '';
ALTER TABLE pool_frame ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
-- Mean patch embedding, float32, little-endian.
ALTER TABLE pool_frame ADD COLUMN signature BLOB;
ALTER TABLE pool_frame ADD COLUMN sharpness REAL;
ALTER TABLE pool_frame ADD COLUMN luminance REAL;
ALTER TABLE pool_frame ADD COLUMN contrast REAL;
ALTER TABLE pool_frame ADD COLUMN clipped REAL;

-- Frames that a label took out of a pool, for when the label is taken back.
CREATE TABLE pool_set_aside (
    station_id     TEXT NOT NULL,
    frame_hash     TEXT NOT NULL,
    frame_id       TEXT NOT NULL,
    collected_at   INTEGER NOT NULL,
    origin         TEXT NOT NULL,
    shift          TEXT NOT NULL,
    camera_setting TEXT NOT NULL,
    bytes          INTEGER NOT NULL,
    signature      BLOB,
    sharpness      REAL,
    luminance      REAL,
    contrast       REAL,
    clipped        REAL,
    PRIMARY KEY (station_id, frame_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE image_quality_limits (
    station_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    limits     TEXT NOT NULL,
    PRIMARY KEY (station_id, version),
    FOREIGN KEY (station_id, version) REFERENCES model_version (station_id, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE drift_state (
    station_id TEXT PRIMARY KEY,
    state      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refit_proposal (
    id         TEXT PRIMARY KEY,
    station_id TEXT NOT NULL,
    reason     TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'dismissed')),
    decided_by TEXT,
    decided_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX proposal_by_station ON refit_proposal (station_id, made_at);

-- What became of each scheduled refit.
CREATE TABLE scheduled_refit (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    station_id TEXT NOT NULL,
    due_at     INTEGER NOT NULL,
    outcome    TEXT NOT NULL CHECK (outcome IN ('started', 'skipped')),
    detail     TEXT NOT NULL
) STRICT;

CREATE INDEX scheduled_by_station ON scheduled_refit (station_id, sequence);

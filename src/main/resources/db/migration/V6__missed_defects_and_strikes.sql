-- Missed defects that every later candidate is held against. Times are microseconds since 1970 in UTC.
CREATE TABLE regression_frame (
    inspection_id TEXT PRIMARY KEY REFERENCES inspection (id) ON DELETE CASCADE,
    station_id    TEXT NOT NULL,
    added_at      INTEGER NOT NULL,
    added_by      TEXT NOT NULL,
    why           TEXT NOT NULL,
    removed_at    INTEGER,
    removed_by    TEXT,
    removed_why   TEXT,
    CHECK ((removed_at IS NULL) = (removed_by IS NULL) AND (removed_at IS NULL) = (removed_why IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX regression_frame_by_station ON regression_frame (station_id, inspection_id);

-- Patches that operators keep out of memory banks from the next refit on.
CREATE TABLE struck_patch (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    station_id TEXT NOT NULL,
    recipe     TEXT NOT NULL,
    frame_hash TEXT NOT NULL,
    frame_id   TEXT NOT NULL,
    patch_row  INTEGER NOT NULL CHECK (patch_row >= 0),
    patch_col  INTEGER NOT NULL CHECK (patch_col >= 0),
    struck_at  INTEGER NOT NULL,
    struck_by  TEXT NOT NULL,
    why        TEXT NOT NULL,
    undone_at  INTEGER,
    undone_by  TEXT,
    CHECK ((undone_at IS NULL) = (undone_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX struck_patch_once ON struck_patch (station_id, recipe, frame_hash, patch_row, patch_col)
    WHERE undone_at IS NULL;

-- Which of them a version's memory bank was fitted without.
CREATE TABLE model_struck_patch (
    station_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    struck_id  INTEGER NOT NULL REFERENCES struck_patch (id),
    PRIMARY KEY (station_id, version, struck_id),
    FOREIGN KEY (station_id, version) REFERENCES model_version (station_id, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Finds the image of a frame that a bank was fitted on.
CREATE INDEX pool_by_frame ON pool_frame (station_id, frame_id);

-- Figures over time ask how many inspections were decided alike in each stretch of time; without reading maps.
CREATE INDEX inspection_over_time
    ON inspection (station_id, decided_at, model_version, verdict, selection_probability, selection)
    WHERE score IS NOT NULL;

-- Imports of labels and frames that were applied. Times are microseconds since 1970 in UTC.
CREATE TABLE import (
    id         TEXT PRIMARY KEY,
    station_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    format     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('applying', 'applied', 'undone')),
    conflicts  TEXT NOT NULL CHECK (conflicts IN ('keep', 'replace')),
    frames     INTEGER NOT NULL,
    labels     INTEGER NOT NULL,
    applied_by TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    undone_by  TEXT,
    undone_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX import_by_station ON import (station_id, applied_at);

-- Frames that an import brings: kept by retention from before they are stored until their inspections are.
CREATE TABLE import_frame (
    import_id     TEXT NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    frame_hash    TEXT NOT NULL,
    -- Null while its image is being stored.
    inspection_id TEXT
) STRICT;

CREATE INDEX import_frame_by_import ON import_frame (import_id);

CREATE INDEX import_frame_by_hash ON import_frame (frame_hash);

-- What an import set, and what had been there, for the undo.
CREATE TABLE import_label (
    import_id     TEXT NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    inspection_id TEXT NOT NULL,
    set_label     TEXT NOT NULL,
    before        TEXT,
    doubt_before  TEXT,
    PRIMARY KEY (import_id, inspection_id)
) STRICT, WITHOUT ROWID;

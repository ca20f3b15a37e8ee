-- The review threshold in force for a frame in the grey band; whether an inspection was chosen for review, and with what chance.
-- Both of the latter are null for inspections without a score and for those stored before audits were.
ALTER TABLE inspection ADD COLUMN review_threshold REAL;
ALTER TABLE inspection ADD COLUMN selection TEXT CHECK (selection IN ('none', 'audit', 'grey_band', 'reject'));
ALTER TABLE inspection ADD COLUMN selection_probability REAL;

-- Everything that what-if and live figures ask of the unlabelled, without reading maps.
CREATE INDEX inspection_scores
    ON inspection (station_id, model_version, id, score, verdict, selection, selection_probability)
    WHERE score IS NOT NULL;

-- What is to be reviewed.
CREATE INDEX inspection_to_review ON inspection (station_id, selection, id) WHERE selection <> 'none';

-- Every change of a station's thresholds; rows are only ever added. Policy and thresholds are JSON.
CREATE TABLE threshold_change (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    station_id TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    action     TEXT NOT NULL CHECK (action IN ('set', 'undo', 'model')),
    policy     TEXT NOT NULL,
    before     TEXT,
    after      TEXT NOT NULL
) STRICT;

CREATE INDEX threshold_change_newest ON threshold_change (station_id, sequence);

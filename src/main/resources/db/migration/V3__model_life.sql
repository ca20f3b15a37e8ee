-- Where each version stands. Times are microseconds since 1970 in UTC.
CREATE TABLE model_state (
    station_id    TEXT NOT NULL,
    version       INTEGER NOT NULL,
    state         TEXT NOT NULL
        CHECK (state IN ('candidate', 'shadowing', 'ready', 'held', 'champion', 'retired', 'discarded')),
    reason        TEXT NOT NULL,
    since         INTEGER NOT NULL,
    -- SHA-256 of the artefact's manifest.json; null for versions fitted before artefacts had one.
    seal          TEXT,
    -- Whether its folder is to be there.
    files         INTEGER NOT NULL CHECK (files IN (0, 1)),
    -- The champion that a candidate was held against.
    compared_with INTEGER,
    PRIMARY KEY (station_id, version),
    FOREIGN KEY (station_id, version) REFERENCES model_version (station_id, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Whatever a program does wrong: one champion and one candidate.
CREATE UNIQUE INDEX one_champion ON model_state (station_id) WHERE state = 'champion';
CREATE UNIQUE INDEX one_candidate ON model_state (station_id)
    WHERE state IN ('candidate', 'shadowing', 'ready', 'held');

-- Who did what, when and why.
CREATE TABLE model_event (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    station_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    from_state TEXT,
    to_state   TEXT NOT NULL,
    at         INTEGER NOT NULL,
    by_whom    TEXT NOT NULL,
    why        TEXT NOT NULL
) STRICT;

CREATE INDEX model_event_by_station ON model_event (station_id, sequence);

CREATE TRIGGER model_event_is_not_changed BEFORE UPDATE ON model_event
BEGIN
    SELECT RAISE(ABORT, 'the history of models is append-only');
END;

CREATE TRIGGER model_event_is_not_deleted BEFORE DELETE ON model_event
BEGIN
    SELECT RAISE(ABORT, 'the history of models is append-only');
END;

INSERT INTO model_state (station_id, version, state, reason, since, seal, files, compared_with)
SELECT m.station_id, m.version, CASE WHEN c.version IS NULL THEN 'retired' ELSE 'champion' END,
       'recorded before versions had states', CAST(strftime('%s', 'now') AS INTEGER) * 1000000, NULL, 1, NULL
FROM model_version m LEFT JOIN champion c ON c.station_id = m.station_id AND c.version = m.version;

-- The state says it now; readers of the old name still find it.
DROP TABLE champion;
CREATE VIEW champion AS SELECT station_id, version FROM model_state WHERE state = 'champion';

-- What a version says of a frame that another version decided, or decided before it.
CREATE TABLE model_score (
    station_id    TEXT NOT NULL,
    version       INTEGER NOT NULL,
    inspection_id TEXT NOT NULL REFERENCES inspection (id) ON DELETE CASCADE,
    shadow        INTEGER NOT NULL CHECK (shadow IN (0, 1)),
    score         REAL NOT NULL,
    threshold     REAL NOT NULL,
    scored_at     INTEGER NOT NULL,
    map_height    INTEGER NOT NULL,
    map_width     INTEGER NOT NULL,
    map           BLOB NOT NULL,
    PRIMARY KEY (station_id, version, inspection_id),
    FOREIGN KEY (station_id, version) REFERENCES model_version (station_id, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX model_score_by_inspection ON model_score (inspection_id);

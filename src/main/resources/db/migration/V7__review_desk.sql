-- Frames that somebody looked at without being sure. Times are microseconds since 1970 in UTC.
CREATE TABLE doubt (
    inspection_id TEXT PRIMARY KEY REFERENCES inspection (id) ON DELETE CASCADE,
    doubted_by    TEXT NOT NULL,
    doubted_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a candidate disagrees with what was decided, without reading maps.
CREATE INDEX model_score_without_map ON model_score (station_id, version, inspection_id, score, threshold);

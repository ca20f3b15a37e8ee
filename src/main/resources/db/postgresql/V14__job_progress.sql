-- What refits that run in processes of their own tell of themselves.
CREATE TABLE job_progress (
    job_id     TEXT NOT NULL PRIMARY KEY,
    station_id TEXT NOT NULL,
    phase      TEXT NOT NULL,
    percent    DOUBLE PRECISION NOT NULL,
    version    INTEGER,
    at         BIGINT NOT NULL
);

-- Who may enter, who is in, and what everybody changed. Times are microseconds since 1970 in UTC.

CREATE TABLE account (
    name          TEXT PRIMARY KEY,
    role          TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'engineer', 'admin')),
    password_hash TEXT NOT NULL,
    must_change   INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    disabled      INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    created_at    INTEGER NOT NULL,
    last_login_at INTEGER
) STRICT, WITHOUT ROWID;

-- Only hashes of what browsers and machines hold: whoever reads this file cannot enter with it.
CREATE TABLE session (
    hash         TEXT PRIMARY KEY,
    account      TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    begun_at     INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    address      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_account ON session (account);

CREATE TABLE api_token (
    id           TEXT PRIMARY KEY,
    hash         TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL UNIQUE,
    role         TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'engineer', 'admin')),
    hint         TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_log (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    who          TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('account', 'token', 'identity', 'system')),
    action       TEXT NOT NULL,
    station_id   TEXT,
    target       TEXT NOT NULL,
    state_before TEXT,
    state_after  TEXT,
    address      TEXT
) STRICT;

CREATE INDEX audit_by_who ON audit_log (who, sequence);
CREATE INDEX audit_by_action ON audit_log (action, sequence);
CREATE INDEX audit_by_station ON audit_log (station_id, sequence);

-- Added to and never changed, by whatever program has the file open.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;

CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;

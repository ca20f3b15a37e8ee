-- Requests that are about to change something and are not in the audit log yet: what is found here at a start was cut off in the middle.
CREATE TABLE audit_intent (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    who        TEXT NOT NULL,
    kind       TEXT NOT NULL,
    station_id TEXT,
    target     TEXT NOT NULL,
    address    TEXT
) STRICT;

-- Events leave station by station, so that one that cannot be reached holds nobody else up.
CREATE INDEX outbox_by_station ON outbox (station_id, sequence);

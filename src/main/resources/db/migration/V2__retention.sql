-- What retention looks for: the oldest inspections, and who still needs a stored frame.
CREATE INDEX inspection_by_age ON inspection (decided_at);
CREATE INDEX pool_by_hash ON pool_frame (frame_hash);

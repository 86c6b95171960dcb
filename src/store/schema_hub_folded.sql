-- What a hub looks up in folded tables.
CREATE INDEX worker_area ON worker(area);
CREATE INDEX alias_into ON alias(into_id);

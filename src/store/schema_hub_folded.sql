-- What a hub looks up in folded tables.
CREATE INDEX worker_area ON worker(area);
CREATE INDEX alias_into ON alias(into_id);
CREATE INDEX matter_late ON matter(due) WHERE open = 1 AND overdue = 0;
CREATE INDEX matter_urge ON matter(step_day, due) WHERE open = 1 AND urged = 0;

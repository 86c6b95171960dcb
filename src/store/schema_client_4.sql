-- What version 4 has beside version 3, on a device.
-- Households that were opened from a lookup, a bounded number of them.
CREATE TABLE picked(household BLOB PRIMARY KEY, no INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX picked_no ON picked(no);
-- Searches that a person keeps under a name, by the list that they are of.
CREATE TABLE saved(list TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(list, name)) STRICT, WITHOUT ROWID;
-- Households that look like one and are two, as a person said; the smaller id first.
CREATE TABLE apart(a BLOB NOT NULL, b BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(a, b)) STRICT, WITHOUT ROWID;

-- What only a device has.
CREATE TABLE draft(
    form TEXT NOT NULL, subject TEXT NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY(form, subject, field)
) STRICT, WITHOUT ROWID;
-- While everything is pulled from the beginning: what entered so far. What is not among it at the end has left meanwhile.
CREATE TABLE entered(entity BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE receipt(
    device INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, hub_ms INTEGER NOT NULL, signature BLOB NOT NULL,
    epoch TEXT NOT NULL,
    PRIMARY KEY(device, seq)
) STRICT, WITHOUT ROWID;

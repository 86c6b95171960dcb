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
-- What others did with an entity and this person has not opened yet; gone once it is opened. Not folded: a mailbox.
CREATE TABLE news(entity BLOB PRIMARY KEY, pos INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- Acts for undo and redo: the own events, by their newest doing or undoing, in the order in which they can be undone.
CREATE TABLE act(no INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER NOT NULL, last INTEGER NOT NULL, undone INTEGER NOT NULL DEFAULT 0) STRICT;

-- What version 2 has beside version 1, on a device.
-- What others did with an entity and this person has not opened yet; gone once it is opened. Not folded: a mailbox.
CREATE TABLE news(entity BLOB PRIMARY KEY, pos INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- Acts for undo and redo: the own events, by their newest doing or undoing, in the order in which they can be undone.
CREATE TABLE act(no INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER NOT NULL, last INTEGER NOT NULL, undone INTEGER NOT NULL DEFAULT 0) STRICT;

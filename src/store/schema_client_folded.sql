-- What a device looks up besides: the words of visits and matters, folded as a query is. pos: of the event that entered them.
CREATE TABLE noted(pos INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
-- Their tokens: a run of Han as pairs of characters and the last one alone, letters and digits as they stand.
CREATE VIRTUAL TABLE noted_words USING fts5(tokens, content='', detail=none, tokenize='ascii', columnsize=0);

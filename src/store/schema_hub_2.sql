-- What version 2 has beside version 1, on a hub.
ALTER TABLE code ADD COLUMN replaces TEXT; -- ids of the devices that end when it is used, in hex, a space between

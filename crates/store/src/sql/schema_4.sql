-- Schema 4: the events of one key in an order; earlier readings of reports; indexes that only erasing asked are gone.

-- Keys under which events are compared, hashed; `number` orders the events of a key by day or place. Filled anew from the sketches.
DROP TABLE event_key;
CREATE TABLE event_key (
  key INTEGER NOT NULL,
  number INTEGER NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (key, number, event)
) STRICT, WITHOUT ROWID;
DROP INDEX version_text;
DROP INDEX version_record;

-- What an earlier program read in a version. `until` is when the report was read anew.
CREATE TABLE reading (
  version INTEGER NOT NULL REFERENCES version (id),
  nth INTEGER NOT NULL,
  text BLOB NOT NULL,
  record BLOB NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (version, nth)
) STRICT, WITHOUT ROWID;

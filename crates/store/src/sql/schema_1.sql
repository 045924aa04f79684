-- Schema 1: reports in all their versions, and the log.

-- Bytes by their digest; `data` is deflated, and NULL once erased.
CREATE TABLE payload (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  data BLOB
) STRICT;

-- A report is what its versions have in common.
CREATE TABLE report (
  id INTEGER PRIMARY KEY AUTOINCREMENT
) STRICT;

-- By which address or id a newer version is known.
CREATE TABLE report_key (
  key TEXT PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES report (id)
) STRICT, WITHOUT ROWID;

-- The bytes of a report at one time, and what was read in them.
CREATE TABLE version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  report INTEGER NOT NULL REFERENCES report (id),
  raw BLOB NOT NULL UNIQUE,
  text BLOB NOT NULL,
  record BLOB NOT NULL,
  source TEXT,
  published TEXT,
  added TEXT NOT NULL,
  current INTEGER NOT NULL,
  erased INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX version_report ON version (report);
CREATE INDEX version_source ON version (source);
CREATE INDEX version_text ON version (text);
CREATE INDEX version_record ON version (record);

-- Who changed what and when. Each hash covers the line and the hash before it; before and after are covered by salted
-- digests and can be erased without breaking the chain.
CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  time TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  report TEXT,
  incident INTEGER,
  other INTEGER,
  digest BLOB,
  before_sha256 BLOB,
  after_sha256 BLOB,
  hash BLOB NOT NULL,
  salt BLOB,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX log_incident ON log (incident) WHERE incident IS NOT NULL;
CREATE INDEX log_report ON log (report) WHERE report IS NOT NULL;
CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN
  SELECT RAISE (ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_update BEFORE UPDATE ON log
WHEN NEW.salt IS NOT NULL OR NEW.before IS NOT NULL OR NEW.after IS NOT NULL OR NEW.hash IS NOT OLD.hash
  OR NEW.seq IS NOT OLD.seq OR NEW.time IS NOT OLD.time OR NEW.who IS NOT OLD.who OR NEW.what IS NOT OLD.what
  OR NEW.report IS NOT OLD.report OR NEW.incident IS NOT OLD.incident OR NEW.other IS NOT OLD.other
  OR NEW.digest IS NOT OLD.digest OR NEW.before_sha256 IS NOT OLD.before_sha256
  OR NEW.after_sha256 IS NOT OLD.after_sha256
BEGIN
  SELECT RAISE (ABORT, 'the log is append-only');
END;

-- The tables of schemas 1 and 2 for PostgreSQL, which begins here; what they are is told in schema_1.sql and schema_2.sql.
-- Text is compared by its bytes, as in a file, whatever the language of the server.

-- Which program this database is of, and which schema it has.
CREATE TABLE diurna_store (
  one BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
  schema BIGINT NOT NULL
);
INSERT INTO diurna_store (schema) VALUES (2);

-- The last number given in each table. Sequences of a server skip the numbers of steps that were undone; files do not, and
-- numbers are seen outside.
CREATE TABLE counter (
  name TEXT COLLATE "C" PRIMARY KEY,
  last BIGINT NOT NULL
) WITH (fillfactor = 50);
CREATE FUNCTION next_id (of TEXT) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  given BIGINT;
BEGIN
  INSERT INTO counter AS c (name, last) VALUES (of, 1)
    ON CONFLICT (name) DO UPDATE SET last = c.last + 1 RETURNING c.last INTO given;
  RETURN given;
END $$;

-- `data` is deflated already.
CREATE TABLE payload (
  sha256 BYTEA PRIMARY KEY,
  size BIGINT NOT NULL,
  data BYTEA
);
ALTER TABLE payload ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE report (
  id BIGINT PRIMARY KEY DEFAULT next_id('report')
);

-- Addresses may be longer than an ordered index takes.
CREATE TABLE report_key (
  key TEXT COLLATE "C" NOT NULL,
  report BIGINT NOT NULL REFERENCES report (id),
  EXCLUDE USING hash (key WITH =)
);
CREATE INDEX report_key_report ON report_key (report);

CREATE TABLE version (
  id BIGINT PRIMARY KEY DEFAULT next_id('version'),
  report BIGINT NOT NULL REFERENCES report (id),
  raw BYTEA NOT NULL UNIQUE,
  text BYTEA NOT NULL,
  record BYTEA NOT NULL,
  source TEXT COLLATE "C",
  published TEXT COLLATE "C",
  added TEXT COLLATE "C" NOT NULL,
  current BIGINT NOT NULL,
  erased BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX version_report ON version (report);
CREATE INDEX version_source ON version USING hash (source);
CREATE INDEX version_text ON version (text);
CREATE INDEX version_record ON version (record);

CREATE TABLE log (
  seq BIGINT PRIMARY KEY,
  time TEXT COLLATE "C" NOT NULL,
  who TEXT COLLATE "C" NOT NULL,
  what TEXT COLLATE "C" NOT NULL,
  report TEXT COLLATE "C",
  incident BIGINT,
  other BIGINT,
  digest BYTEA,
  before_sha256 BYTEA,
  after_sha256 BYTEA,
  hash BYTEA NOT NULL,
  salt BYTEA,
  before TEXT COLLATE "C",
  after TEXT COLLATE "C"
);
CREATE INDEX log_incident ON log (incident) WHERE incident IS NOT NULL;
CREATE INDEX log_report ON log (report) WHERE report IS NOT NULL;
CREATE FUNCTION log_stays () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.salt IS NULL AND NEW.before IS NULL AND NEW.after IS NULL
    AND (NEW.seq, NEW.time, NEW.who, NEW.what, NEW.report, NEW.incident, NEW.other, NEW.digest, NEW.before_sha256,
         NEW.after_sha256, NEW.hash)
    IS NOT DISTINCT FROM
        (OLD.seq, OLD.time, OLD.who, OLD.what, OLD.report, OLD.incident, OLD.other, OLD.digest, OLD.before_sha256,
         OLD.after_sha256, OLD.hash)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the log is append-only';
END $$;
CREATE TRIGGER log_delete BEFORE DELETE ON log FOR EACH ROW EXECUTE FUNCTION log_stays ();
CREATE TRIGGER log_update BEFORE UPDATE ON log FOR EACH ROW EXECUTE FUNCTION log_stays ();
CREATE TRIGGER log_truncate BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION log_stays ();

-- The words of current versions: each once for the index, and in their order for words beside each other.
CREATE TABLE words (
  version BIGINT PRIMARY KEY REFERENCES version (id),
  words TSVECTOR NOT NULL,
  folded TEXT COLLATE "C" NOT NULL
);
CREATE INDEX words_words ON words USING gin (words);

CREATE TABLE event (
  id BIGINT PRIMARY KEY DEFAULT next_id('event'),
  version BIGINT NOT NULL REFERENCES version (id),
  name TEXT COLLATE "C" NOT NULL,
  sketch BYTEA NOT NULL,
  incident BIGINT,
  UNIQUE (version, name)
);
ALTER TABLE event ALTER COLUMN sketch SET STORAGE EXTERNAL;
CREATE INDEX event_incident ON event (incident);

CREATE TABLE event_key (
  key BIGINT NOT NULL,
  event BIGINT NOT NULL,
  PRIMARY KEY (key, event)
);

CREATE TABLE edge (
  a BIGINT NOT NULL,
  b BIGINT NOT NULL,
  PRIMARY KEY (a, b)
);

CREATE TABLE answer (
  event BIGINT NOT NULL,
  answers BIGINT NOT NULL,
  PRIMARY KEY (event, answers)
);
CREATE INDEX answer_answers ON answer (answers);

-- `place` is the best supported point, for maps; no statement of ours reads it.
CREATE TABLE incident (
  id BIGINT PRIMARY KEY,
  state TEXT COLLATE "C" NOT NULL,
  redirect BIGINT,
  type TEXT COLLATE "C",
  country TEXT COLLATE "C",
  day_from TEXT COLLATE "C",
  day_to TEXT COLLATE "C",
  killed BIGINT,
  differs BIGINT NOT NULL DEFAULT 0,
  score DOUBLE PRECISION,
  place geography (Point, 4326)
);
CREATE INDEX incident_day ON incident (day_from);
CREATE INDEX incident_country ON incident (country, day_from);
CREATE INDEX incident_redirect ON incident (redirect) WHERE redirect IS NOT NULL;
CREATE INDEX incident_place ON incident USING gist (place);

CREATE TABLE incident_body (
  id BIGINT PRIMARY KEY REFERENCES incident (id),
  sha256 BYTEA NOT NULL,
  data BYTEA NOT NULL
);
ALTER TABLE incident_body ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE decision (
  a_report TEXT COLLATE "C" NOT NULL,
  a_event TEXT COLLATE "C" NOT NULL,
  b_report TEXT COLLATE "C" NOT NULL,
  b_event TEXT COLLATE "C" NOT NULL,
  same BIGINT NOT NULL,
  PRIMARY KEY (a_report, a_event, b_report, b_event)
);
CREATE INDEX decision_b ON decision (b_report, b_event);

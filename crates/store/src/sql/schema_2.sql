-- Schema 2: words, events, incidents and decisions.

-- Words of current versions; `rowid` is `version.id`. The text itself is a payload.
CREATE VIRTUAL TABLE words USING fts5 (
  title, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- Events of current versions.
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL REFERENCES version (id),
  name TEXT NOT NULL,
  sketch BLOB NOT NULL,
  incident INTEGER,
  UNIQUE (version, name)
) STRICT;
CREATE INDEX event_incident ON event (incident);

-- Keys under which events are compared, hashed.
CREATE TABLE event_key (
  key INTEGER NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (key, event)
) STRICT, WITHOUT ROWID;

-- Which two events may be one; both ways.
CREATE TABLE edge (
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- Which event answers which, as its report says.
CREATE TABLE answer (
  event INTEGER NOT NULL,
  answers INTEGER NOT NULL,
  PRIMARY KEY (event, answers)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_answers ON answer (answers);

-- Incidents, narrow for filters. An id is never given twice: joined ones say where they went, ended ones stay.
CREATE TABLE incident (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL,
  redirect INTEGER,
  type TEXT,
  country TEXT,
  day_from TEXT,
  day_to TEXT,
  killed INTEGER,
  differs INTEGER NOT NULL DEFAULT 0,
  score REAL
) STRICT;
CREATE INDEX incident_day ON incident (day_from);
CREATE INDEX incident_country ON incident (country, day_from);
CREATE INDEX incident_redirect ON incident (redirect) WHERE redirect IS NOT NULL;

-- The whole incident as deflated JSON.
CREATE TABLE incident_body (
  id INTEGER PRIMARY KEY REFERENCES incident (id),
  sha256 BLOB NOT NULL,
  data BLOB NOT NULL
) STRICT;

-- What persons decided about two events.
CREATE TABLE decision (
  a_report TEXT NOT NULL,
  a_event TEXT NOT NULL,
  b_report TEXT NOT NULL,
  b_event TEXT NOT NULL,
  same INTEGER NOT NULL,
  PRIMARY KEY (a_report, a_event, b_report, b_event)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_b ON decision (b_report, b_event);

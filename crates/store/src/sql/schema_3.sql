-- Schema 3: what people say of incidents, second coders, and users. Types and names here are those that other databases know,
-- too: no STRICT, no rowid.

-- What people said of an incident, as JSON. Made from the lines of the log and from nothing else.
CREATE TABLE review (
  incident BIGINT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX review_state ON review (state);

-- What each person said of a field without seeing what others said.
CREATE TABLE judgement (
  incident BIGINT NOT NULL,
  coder TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  time TEXT NOT NULL,
  PRIMARY KEY (incident, coder, field)
);

-- Who may do what. Passwords are hashes of the server's making.
CREATE TABLE users (
  name TEXT NOT NULL PRIMARY KEY,
  password TEXT NOT NULL,
  role TEXT NOT NULL,
  added TEXT NOT NULL
);

-- Who is signed in; a token of a session is never kept, only its SHA-256.
CREATE TABLE session (
  token_sha256 BLOB NOT NULL PRIMARY KEY,
  who TEXT NOT NULL,
  expires TEXT NOT NULL
);
CREATE INDEX session_who ON session (who);

-- Tokens of programs.
CREATE TABLE token (
  token_sha256 BLOB NOT NULL PRIMARY KEY,
  who TEXT NOT NULL,
  name TEXT NOT NULL,
  added TEXT NOT NULL,
  UNIQUE (who, name)
);

-- What administrators, business systems and sign-ins did, in order and without holes. `hash` chains each entry to the one before it; where
-- the chain begins and ends is told in `settings`, so that entries which are missing at either end are found too.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor_kind TEXT NOT NULL, actor_id INTEGER, actor_name TEXT NOT NULL, action TEXT NOT NULL,
  subject_kind TEXT, subject_id INTEGER, subject_name TEXT, details TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
INSERT INTO settings (name, value) VALUES
  ('audit.anchor', '0 0000000000000000000000000000000000000000000000000000000000000000'),
  ('audit.head', '0 0000000000000000000000000000000000000000000000000000000000000000');

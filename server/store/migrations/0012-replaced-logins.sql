-- Logins that another of their kind replaced: who comes back to one is told so, however long they were away.
CREATE TABLE replaced_logins (hash TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX replaced_logins_at ON replaced_logins (at);

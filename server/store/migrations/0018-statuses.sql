-- What people say of themselves for a while: an emoji and a few words, until a time (Unix ms) or until they take it back.
CREATE TABLE statuses (
  user_id INTEGER PRIMARY KEY, emoji TEXT NOT NULL, words TEXT NOT NULL, ends_at INTEGER
) STRICT;

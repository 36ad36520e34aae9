-- Pinyin of the name, full and first letters; null until it was computed.
ALTER TABLE users ADD COLUMN pinyin TEXT;
ALTER TABLE users ADD COLUMN initials TEXT;
CREATE INDEX users_without_pinyin ON users (id) WHERE pinyin IS NULL;
CREATE INDEX users_of_company ON users (company_id);

ALTER TABLE members ADD COLUMN is_marked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN silenced_until INTEGER NOT NULL DEFAULT 0;
CREATE INDEX members_leading ON members (conversation_id) WHERE role <> 'member';

-- Recalled messages and system lines do not count as unread.
ALTER TABLE messages ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 1;
ALTER TABLE messages ADD COLUMN extra TEXT;
UPDATE messages SET is_counted = 0 WHERE recalled_by IS NOT NULL;
DROP INDEX messages_recalled;
CREATE INDEX messages_not_counted ON messages (conversation_id, seq) WHERE is_counted = 0;
CREATE INDEX messages_with_media ON messages (conversation_id, type, seq) WHERE file_id IS NOT NULL;

CREATE TABLE mentions (
  conversation_id INTEGER NOT NULL, user_id INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO mentions SELECT DISTINCT m.conversation_id, each.value, m.seq FROM messages m, json_each(m.at_ids) each WHERE m.at_ids IS NOT NULL;

CREATE TABLE reactions (
  conversation_id INTEGER NOT NULL, seq INTEGER NOT NULL, emoji TEXT NOT NULL, user_id INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq, emoji, user_id)
) STRICT, WITHOUT ROWID;

-- `apply`: user_id wants in; `invite`: invited_by has brought user_id in, or asks for it.
ALTER TABLE group_applications ADD COLUMN kind TEXT NOT NULL DEFAULT 'apply';
ALTER TABLE group_applications ADD COLUMN invited_by INTEGER;
ALTER TABLE group_applications ADD COLUMN content TEXT NOT NULL DEFAULT '';
CREATE INDEX group_applications_of_user ON group_applications (user_id, sent_at);
CREATE INDEX group_applications_of_group ON group_applications (group_id, sent_at);
CREATE INDEX friend_applications_from ON friend_applications (sender_id, sent_at);
CREATE INDEX friend_applications_by_time ON friend_applications (receiver_id, sent_at);

CREATE TABLE group_notices (
  id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, sender_id INTEGER NOT NULL, content TEXT NOT NULL, url TEXT, sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX group_notices_of_group ON group_notices (group_id, id);

-- A module without a key is one that nobody can send as.
CREATE TABLE modules (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, avatar TEXT, key_hash TEXT, company_id INTEGER, is_enabled INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL
) STRICT;
INSERT INTO modules (id, name, created_at) VALUES (1, '分析助手', 0);

-- Until all its receivers are written, nobody sees a notice. A code of null is one that was given up on the way.
CREATE TABLE module_notices (
  id INTEGER PRIMARY KEY, module_id INTEGER NOT NULL, code TEXT, action_text TEXT NOT NULL, content TEXT NOT NULL, url TEXT,
  sent_at INTEGER NOT NULL, receivers INTEGER NOT NULL, is_whole INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX module_notices_once ON module_notices (module_id, code);
CREATE INDEX module_notices_unfinished ON module_notices (id) WHERE is_whole = 0;

CREATE TABLE notice_receivers (
  user_id INTEGER NOT NULL, notice_id INTEGER NOT NULL, module_id INTEGER NOT NULL, is_read INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, notice_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_unread ON notice_receivers (user_id, notice_id, module_id) WHERE is_read = 0;

-- Entries to business systems: `card` and `node`. Without a company: for everyone.
CREATE TABLE entries (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, avatar TEXT, redirect TEXT NOT NULL, company_id INTEGER, position INTEGER NOT NULL
) STRICT;
CREATE INDEX entries_by_kind ON entries (kind, position, id);

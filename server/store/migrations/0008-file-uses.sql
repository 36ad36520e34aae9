-- The moving thumbnail of an animated picture.
ALTER TABLE files ADD COLUMN motion_blob TEXT;
CREATE INDEX files_by_motion ON files (motion_blob) WHERE motion_blob IS NOT NULL;

-- 1 until a message or a picture of somebody uses it; a file with a time of release is nobody's any more, and goes.
ALTER TABLE files ADD COLUMN is_unsent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN released_at INTEGER;
CREATE INDEX files_unsent ON files (owner_id) WHERE is_unsent = 1;
CREATE INDEX files_released ON files (released_at) WHERE released_at IS NOT NULL;

-- Uses that stand in the middle of something else: `merged` (conversation, place), `notice` and `moduleNotice` (its id, 0).
CREATE TABLE file_uses (
  file_id INTEGER NOT NULL, kind TEXT NOT NULL, holder_id INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (file_id, kind, holder_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_uses_of ON file_uses (kind, holder_id, place);
INSERT OR IGNORE INTO file_uses
  SELECT f.id, 'merged', m.conversation_id, m.seq FROM messages m, json_each(m.extra, '$.merged.items') i JOIN files f ON f.id = i.value ->> '$.fileId'
  WHERE m.extra IS NOT NULL;
INSERT OR IGNORE INTO file_uses
  SELECT f.id, 'merged', m.conversation_id, m.seq FROM messages m, json_each(m.extra, '$.merged.items') i
  JOIN files f ON f.thumb_blob = substr(i.value ->> '$.avatar', 8) WHERE m.extra IS NOT NULL AND i.value ->> '$.avatar' LIKE '/files/%';
INSERT OR IGNORE INTO file_uses
  SELECT f.id, 'notice', n.id, 0 FROM group_notices n JOIN files f ON instr(n.content || ' ' || coalesce(n.url, ''), f.blob)
  WHERE n.content || ' ' || coalesce(n.url, '') LIKE '%/files/%';
INSERT OR IGNORE INTO file_uses
  SELECT f.id, 'moduleNotice', n.id, 0 FROM module_notices n JOIN files f ON instr(n.content || ' ' || coalesce(n.url, ''), f.blob)
  WHERE n.content || ' ' || coalesce(n.url, '') LIKE '%/files/%';

-- Blobs whose rows are gone; each is taken away and then forgotten, so that a crash in between leaves none for ever.
CREATE TABLE blobs_to_remove (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE INDEX users_with_picture ON users (avatar) WHERE avatar IS NOT NULL;
CREATE INDEX groups_with_picture ON groups (avatar) WHERE avatar IS NOT NULL;

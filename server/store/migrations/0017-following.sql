-- Messages pinned to the top of their conversation; `change` is the number that it has among the conversation's changes.
CREATE TABLE pins (
  conversation_id INTEGER NOT NULL, seq INTEGER NOT NULL, user_id INTEGER NOT NULL, at INTEGER NOT NULL, change INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;

-- The newest notice of a group that a member does not want to see atop the conversation any more.
CREATE TABLE hidden_notices (
  user_id INTEGER NOT NULL, group_id INTEGER NOT NULL, notice_id INTEGER NOT NULL,
  PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;

-- Which messages answer which; what was recalled answers nothing.
CREATE TABLE replies (
  conversation_id INTEGER NOT NULL, reply_seq INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, reply_seq, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO replies SELECT conversation_id, extra ->> '$.replySeq', seq FROM messages WHERE extra IS NOT NULL AND extra ->> '$.replySeq' IS NOT NULL;

-- When it was said, so that the newest of all conversations are found by time.
ALTER TABLE mentions ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;
UPDATE mentions SET sent_at = coalesce(
  (SELECT m.sent_at FROM messages m WHERE m.conversation_id = mentions.conversation_id AND m.seq = mentions.seq), 0);
CREATE INDEX mentions_by_time ON mentions (conversation_id, user_id, sent_at);

-- Messages that people put by for themselves.
CREATE TABLE saved_messages (
  user_id INTEGER NOT NULL, conversation_id INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (user_id, conversation_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_by_time ON saved_messages (user_id, at);
CREATE INDEX saved_of_message ON saved_messages (conversation_id, seq);

-- For the member alone, unread again from this place on; 0: not. What others are told of reading stands.
ALTER TABLE members ADD COLUMN unread_seq INTEGER NOT NULL DEFAULT 0;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  true_name TEXT NOT NULL,
  avatar TEXT, email TEXT UNIQUE, phone TEXT UNIQUE, sign TEXT, birthday TEXT,
  sex TEXT NOT NULL DEFAULT 'unknown',
  work TEXT, work_state INTEGER, company_id INTEGER, role_id INTEGER,
  is_enabled INTEGER NOT NULL DEFAULT 1,
  is_admin INTEGER NOT NULL DEFAULT 0,
  must_change_password INTEGER NOT NULL DEFAULT 0,
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL,
  platform TEXT NOT NULL, kind TEXT NOT NULL, device TEXT NOT NULL, brand TEXT NOT NULL, address TEXT NOT NULL,
  created_at INTEGER NOT NULL, used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_of_user ON tokens (user_id);

CREATE TABLE login_addresses (
  user_id INTEGER NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (user_id, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE licenses (id INTEGER PRIMARY KEY, name TEXT NOT NULL, max_level INTEGER NOT NULL, single INTEGER NOT NULL, seats INTEGER NOT NULL) STRICT;

CREATE TABLE companies (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, avatar TEXT, note TEXT, code TEXT,
  parent_id INTEGER, root_id INTEGER NOT NULL, level INTEGER NOT NULL, url TEXT, license_id INTEGER, created_by INTEGER,
  range_id INTEGER, industry_id INTEGER, region_id INTEGER, range_text TEXT, industry_text TEXT, region_text TEXT,
  customer_id TEXT, is_enabled INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL, company_id INTEGER NOT NULL, is_admin INTEGER NOT NULL, note TEXT) STRICT;

CREATE TABLE departments (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, company_id INTEGER NOT NULL, parent_id INTEGER,
  level INTEGER NOT NULL, code TEXT, note TEXT, owner_id INTEGER
) STRICT;
CREATE INDEX departments_of_company ON departments (company_id);
CREATE INDEX departments_below ON departments (parent_id);

CREATE TABLE department_members (
  user_id INTEGER NOT NULL, department_id INTEGER NOT NULL, position TEXT, is_main INTEGER NOT NULL,
  PRIMARY KEY (user_id, department_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_of_department ON department_members (department_id);

CREATE TABLE friendships (
  user_id INTEGER NOT NULL, friend_id INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, friend_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE friend_applications (
  id INTEGER PRIMARY KEY, receiver_id INTEGER NOT NULL, sender_id INTEGER NOT NULL,
  content TEXT NOT NULL, state INTEGER NOT NULL DEFAULT 0, sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX friend_applications_to ON friend_applications (receiver_id, state);
CREATE UNIQUE INDEX friend_applications_open ON friend_applications (sender_id, receiver_id) WHERE state = 0;

CREATE TABLE group_applications (
  id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0, sent_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX group_applications_open ON group_applications (group_id, user_id) WHERE state = 0;

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  low_id INTEGER, high_id INTEGER,
  last_seq INTEGER NOT NULL DEFAULT 0,
  last_change INTEGER NOT NULL DEFAULT 0,
  last_sent_at INTEGER NOT NULL DEFAULT 0,
  member_version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX conversations_of_pair ON conversations (low_id, high_id) WHERE low_id IS NOT NULL;

CREATE TABLE groups (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, avatar TEXT, note TEXT, owner_id INTEGER NOT NULL,
  is_public INTEGER NOT NULL DEFAULT 0, needs_approval INTEGER NOT NULL DEFAULT 0,
  is_muted INTEGER NOT NULL DEFAULT 0, is_dissolved INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX groups_of_owner ON groups (owner_id);

CREATE TABLE members (
  conversation_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
  role TEXT NOT NULL DEFAULT 'member',
  joined_seq INTEGER NOT NULL DEFAULT 0, left_seq INTEGER, past_spans TEXT,
  delivered_seq INTEGER NOT NULL DEFAULT 0, read_seq INTEGER NOT NULL DEFAULT 0,
  is_pinned INTEGER NOT NULL DEFAULT 0, is_muted INTEGER NOT NULL DEFAULT 0, hidden_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_of_user ON members (user_id, conversation_id);

CREATE TABLE messages (
  conversation_id INTEGER NOT NULL, seq INTEGER NOT NULL,
  client_id TEXT NOT NULL, sender_id INTEGER NOT NULL,
  type INTEGER NOT NULL, content TEXT NOT NULL, file_id INTEGER, at_ids TEXT, sent_at INTEGER NOT NULL,
  change INTEGER, recalled_by INTEGER,
  PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_once ON messages (client_id, sender_id);
CREATE INDEX messages_changed ON messages (conversation_id, change) WHERE change IS NOT NULL;
CREATE INDEX messages_recalled ON messages (conversation_id, seq) WHERE recalled_by IS NOT NULL;
CREATE INDEX messages_with_file ON messages (file_id) WHERE file_id IS NOT NULL;

CREATE TABLE receipts (
  conversation_id INTEGER NOT NULL, change INTEGER NOT NULL, user_id INTEGER NOT NULL,
  delivered_seq INTEGER NOT NULL, read_seq INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, change)
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
  id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL, name TEXT NOT NULL, extension TEXT NOT NULL, content_type TEXT NOT NULL,
  size INTEGER NOT NULL, play_time INTEGER NOT NULL, blob TEXT NOT NULL UNIQUE, thumb_blob TEXT, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX files_by_thumb ON files (thumb_blob) WHERE thumb_blob IS NOT NULL;

CREATE TABLE codes (code TEXT PRIMARY KEY, kind TEXT NOT NULL, data TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX codes_by_expiry ON codes (expires_at);

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

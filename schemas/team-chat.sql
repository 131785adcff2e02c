-- Team chat
-- Busy channels and hours, unread counts, unanswered threads, and what the retention rule must delete.

CREATE TABLE workspaces (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  plan TEXT NOT NULL CHECK (plan IN ('free', 'pro', 'enterprise')),
  retention_days INTEGER CHECK (retention_days IN (30, 90, 365))
);

CREATE TABLE members (
  id INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
  handle TEXT NOT NULL COLLATE NOCASE,
  status_text TEXT,
  preferences TEXT CHECK (preferences IS NULL OR json_valid(preferences)),
  joined_at INTEGER NOT NULL,
  deactivated_at INTEGER,
  UNIQUE (workspace_id, handle)
);

CREATE TABLE channels (
  id INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL COLLATE NOCASE,
  kind TEXT NOT NULL CHECK (kind IN ('public', 'private', 'direct', 'shared')),
  topic TEXT,
  created_by INTEGER REFERENCES members (id),
  created_at INTEGER NOT NULL,
  archived_at INTEGER,
  UNIQUE (workspace_id, name)
);

CREATE TABLE channel_members (
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  member_id INTEGER NOT NULL REFERENCES members (id),
  last_read_message_id INTEGER REFERENCES messages (id),
  is_muted INTEGER NOT NULL DEFAULT 0 CHECK (is_muted IN (0, 1)),
  PRIMARY KEY (channel_id, member_id)
) WITHOUT ROWID;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  sender_id INTEGER REFERENCES members (id), -- null: an integration
  thread_root_id INTEGER REFERENCES messages (id),
  text TEXT NOT NULL,
  sent_at INTEGER NOT NULL, -- unix seconds
  edited_at INTEGER,
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1))
);

CREATE TABLE reactions (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  member_id INTEGER NOT NULL REFERENCES members (id),
  emoji TEXT NOT NULL CHECK (emoji IN ('thumbs_up', 'heart', 'tada', 'eyes', 'check', 'thinking')),
  reacted_at INTEGER NOT NULL,
  PRIMARY KEY (message_id, member_id, emoji)
) WITHOUT ROWID;

CREATE TABLE mentions (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  member_id INTEGER NOT NULL REFERENCES members (id),
  seen_at INTEGER,
  PRIMARY KEY (message_id, member_id)
) WITHOUT ROWID;

CREATE TABLE shared_files (
  id INTEGER PRIMARY KEY,
  message_id INTEGER REFERENCES messages (id),
  file_name TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes BETWEEN 1 AND 50000000),
  sha256 TEXT NOT NULL
);

CREATE INDEX messages_channel ON messages (channel_id, sent_at);

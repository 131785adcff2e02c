-- Music streaming
-- Plays and royalties per artist and country, what is skipped, and which subscribers are about to leave.

CREATE TABLE performers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  country TEXT,
  verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1))
);

CREATE TABLE releases (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('album', 'single', 'ep', 'compilation', 'live')),
  released_on TEXT NOT NULL,
  upc TEXT UNIQUE,
  label TEXT
);

CREATE TABLE recordings (
  isrc TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  duration_ms INTEGER NOT NULL CHECK (duration_ms BETWEEN 20000 AND 1800000),
  explicit INTEGER NOT NULL DEFAULT 0 CHECK (explicit IN (0, 1)),
  tempo REAL,
  genre TEXT CHECK (genre IN ('pop', 'rock', 'jazz', 'classical', 'hip-hop', 'electronic', 'folk', 'metal'))
) WITHOUT ROWID;

CREATE TABLE release_tracks (
  release_id INTEGER NOT NULL REFERENCES releases (id),
  disc INTEGER NOT NULL DEFAULT 1 CHECK (disc BETWEEN 1 AND 3),
  position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 40),
  isrc TEXT NOT NULL REFERENCES recordings (isrc),
  PRIMARY KEY (release_id, disc, position)
) WITHOUT ROWID;

CREATE TABLE recording_credits (
  isrc TEXT NOT NULL REFERENCES recordings (isrc),
  performer_id INTEGER NOT NULL REFERENCES performers (id),
  role TEXT NOT NULL CHECK (role IN ('main', 'featured', 'producer', 'composer', 'remixer')),
  share REAL NOT NULL DEFAULT 0 CHECK (share BETWEEN 0 AND 1), -- of royalties
  PRIMARY KEY (isrc, performer_id, role)
);

CREATE TABLE subscribers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  country TEXT NOT NULL,
  plan TEXT NOT NULL CHECK (plan IN ('free', 'individual', 'duo', 'family', 'student')),
  family_owner_id INTEGER REFERENCES subscribers (id),
  signed_up_at TEXT NOT NULL,
  cancelled_at TEXT
);

CREATE TABLE plays (
  id INTEGER PRIMARY KEY,
  subscriber_id INTEGER NOT NULL REFERENCES subscribers (id),
  isrc TEXT NOT NULL REFERENCES recordings (isrc),
  played_at INTEGER NOT NULL, -- unix seconds
  played_ms INTEGER NOT NULL CHECK (played_ms >= 0),
  source TEXT NOT NULL CHECK (source IN ('playlist', 'search', 'radio', 'album', 'share')),
  was_skipped INTEGER NOT NULL DEFAULT 0 CHECK (was_skipped IN (0, 1)),
  device TEXT
);

CREATE TABLE playlists (
  id INTEGER PRIMARY KEY,
  owner_id INTEGER REFERENCES subscribers (id), -- null: editorial
  name TEXT NOT NULL,
  is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
  created_at TEXT NOT NULL,
  deleted_at TEXT
);

CREATE TABLE playlist_entries (
  playlist_id INTEGER NOT NULL REFERENCES playlists (id),
  isrc TEXT NOT NULL REFERENCES recordings (isrc),
  added_at TEXT NOT NULL,
  sort_key REAL NOT NULL,
  PRIMARY KEY (playlist_id, isrc)
);

CREATE TABLE follows (
  subscriber_id INTEGER NOT NULL REFERENCES subscribers (id),
  performer_id INTEGER NOT NULL REFERENCES performers (id),
  since TEXT NOT NULL,
  PRIMARY KEY (subscriber_id, performer_id)
) WITHOUT ROWID;

CREATE TABLE royalty_rates (
  country TEXT NOT NULL CHECK (country IN ('US', 'DE', 'GB', 'FR', 'IN', 'BR')),
  plan TEXT NOT NULL CHECK (plan IN ('free', 'individual', 'duo', 'family', 'student')),
  valid_from TEXT NOT NULL,
  micro_cents_per_play INTEGER NOT NULL CHECK (micro_cents_per_play >= 0),
  PRIMARY KEY (country, plan, valid_from)
);

CREATE INDEX plays_subscriber ON plays (subscriber_id, played_at);

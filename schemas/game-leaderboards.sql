-- Game leaderboards
-- Rankings per season and mode, streaks, who cheats, and how many players come back.

CREATE TABLE players (
  id INTEGER PRIMARY KEY,
  nickname TEXT NOT NULL UNIQUE COLLATE NOCASE,
  country TEXT,
  registered_at INTEGER NOT NULL,
  last_login_at INTEGER,
  is_banned INTEGER NOT NULL DEFAULT 0 CHECK (is_banned IN (0, 1)),
  invited_by INTEGER REFERENCES players (id)
);

CREATE TABLE seasons (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  CHECK (starts_at < ends_at)
);

CREATE TABLE guilds (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  leader_id INTEGER REFERENCES players (id),
  founded_at INTEGER NOT NULL,
  disbanded_at INTEGER
);

CREATE TABLE guild_members (
  guild_id INTEGER NOT NULL REFERENCES guilds (id),
  player_id INTEGER NOT NULL REFERENCES players (id),
  rank TEXT NOT NULL DEFAULT 'member' CHECK (rank IN ('member', 'officer', 'leader')),
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (guild_id, player_id)
) WITHOUT ROWID;

CREATE TABLE matches (
  id INTEGER PRIMARY KEY,
  season_id INTEGER NOT NULL REFERENCES seasons (id),
  mode TEXT NOT NULL CHECK (mode IN ('solo', 'duo', 'squad', 'ranked', 'custom')),
  map TEXT NOT NULL CHECK (map IN ('harbour', 'canyon', 'tundra', 'citadel')),
  started_at INTEGER NOT NULL,
  duration_seconds INTEGER NOT NULL CHECK (duration_seconds BETWEEN 30 AND 5400)
);

CREATE TABLE match_players (
  match_id INTEGER NOT NULL REFERENCES matches (id),
  player_id INTEGER NOT NULL REFERENCES players (id),
  team INTEGER CHECK (team BETWEEN 1 AND 4),
  placement INTEGER NOT NULL CHECK (placement BETWEEN 1 AND 20),
  kills INTEGER NOT NULL DEFAULT 0,
  deaths INTEGER NOT NULL DEFAULT 0,
  score INTEGER NOT NULL DEFAULT 0,
  left_early INTEGER NOT NULL DEFAULT 0 CHECK (left_early IN (0, 1)),
  PRIMARY KEY (match_id, player_id)
) WITHOUT ROWID;

CREATE TABLE ratings (
  player_id INTEGER NOT NULL REFERENCES players (id),
  season_id INTEGER NOT NULL REFERENCES seasons (id),
  mode TEXT NOT NULL CHECK (mode IN ('solo', 'duo', 'squad', 'ranked')),
  elo INTEGER NOT NULL DEFAULT 1200 CHECK (elo BETWEEN 100 AND 3200),
  games INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (player_id, season_id, mode)
) WITHOUT ROWID;

CREATE TABLE achievements (
  player_id INTEGER NOT NULL REFERENCES players (id),
  badge TEXT NOT NULL,
  earned_at INTEGER NOT NULL,
  PRIMARY KEY (player_id, badge)
);

-- IoT telemetry
-- Which devices are silent, how measurements develop by site and hour, and which alerts nobody has answered.

CREATE TABLE sites (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  timezone TEXT NOT NULL DEFAULT 'Europe/Berlin',
  parent_site_id INTEGER REFERENCES sites (id)
);

CREATE TABLE devices (
  id INTEGER PRIMARY KEY,
  site_id INTEGER REFERENCES sites (id),
  serial TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL CHECK (model IN ('T1', 'T2', 'H4', 'gateway', 'camera')),
  firmware_version TEXT NOT NULL,
  config TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(config)),
  last_seen_at INTEGER, -- unix seconds
  decommissioned_at INTEGER
);

CREATE TABLE measurements (
  device_id INTEGER NOT NULL REFERENCES devices (id),
  metric TEXT NOT NULL CHECK (metric IN ('temperature', 'humidity', 'co2', 'battery', 'rssi')),
  measured_at INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (device_id, metric, measured_at)
) WITHOUT ROWID;

CREATE TABLE messages_raw (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices (id),
  received_at INTEGER NOT NULL,
  topic TEXT NOT NULL,
  payload JSON NOT NULL CHECK (json_valid(payload)),
  parse_error TEXT
);

CREATE TABLE alerts (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices (id),
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  raised_at INTEGER NOT NULL,
  cleared_at INTEGER,
  acknowledged_by TEXT,
  details JSON
);

-- Charity donations
-- Income by appeal and channel, lapsed and first-time donors, and how much of a pledge was paid.

CREATE TABLE donors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  email TEXT,
  postcode TEXT,
  is_organisation INTEGER NOT NULL DEFAULT 0 CHECK (is_organisation IN (0, 1)),
  household_head_id INTEGER REFERENCES donors (id),
  no_mail INTEGER NOT NULL DEFAULT 0 CHECK (no_mail IN (0, 1)),
  first_gift_on TEXT
);

CREATE TABLE funds (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  purpose TEXT NOT NULL CHECK (purpose IN ('relief', 'education', 'health', 'environment', 'general')),
  goal_cents INTEGER,
  closed_on TEXT
);

CREATE TABLE mailings (
  id INTEGER PRIMARY KEY,
  fund_id INTEGER REFERENCES funds (id),
  channel TEXT NOT NULL CHECK (channel IN ('letter', 'email', 'phone', 'street', 'event')),
  sent_on TEXT NOT NULL,
  cost_cents INTEGER NOT NULL CHECK (cost_cents >= 0)
);

CREATE TABLE mailing_recipients (
  mailing_id INTEGER NOT NULL REFERENCES mailings (id),
  donor_id INTEGER NOT NULL REFERENCES donors (id),
  PRIMARY KEY (mailing_id, donor_id)
) WITHOUT ROWID;

CREATE TABLE pledges (
  id INTEGER PRIMARY KEY,
  donor_id INTEGER NOT NULL REFERENCES donors (id),
  fund_id INTEGER NOT NULL REFERENCES funds (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN 500 AND 500000),
  interval TEXT NOT NULL CHECK (interval IN ('once', 'monthly', 'quarterly', 'yearly')),
  pledged_on TEXT NOT NULL,
  ended_on TEXT,
  UNIQUE (donor_id, fund_id, pledged_on)
);

CREATE TABLE gifts (
  id INTEGER PRIMARY KEY,
  donor_id INTEGER REFERENCES donors (id), -- null: anonymous
  fund_id INTEGER NOT NULL REFERENCES funds (id),
  pledge_id INTEGER REFERENCES pledges (id),
  mailing_id INTEGER REFERENCES mailings (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  received_on TEXT NOT NULL,
  receipt_number TEXT UNIQUE,
  returned INTEGER NOT NULL DEFAULT 0 CHECK (returned IN (0, 1))
);

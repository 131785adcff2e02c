-- Ad campaigns
-- Spend, click rate and cost per conversion by campaign, placement and day, and budgets about to run out.

CREATE TABLE advertisers (
  advertiserId INTEGER PRIMARY KEY,
  companyName TEXT NOT NULL,
  billingCountry TEXT NOT NULL,
  parentAdvertiserId INTEGER REFERENCES advertisers (advertiserId),
  createdAt TEXT NOT NULL,
  deletedAt TEXT
);

CREATE TABLE campaigns (
  campaignId INTEGER PRIMARY KEY,
  advertiserId INTEGER NOT NULL REFERENCES advertisers (advertiserId),
  campaignName TEXT NOT NULL,
  objective TEXT NOT NULL CHECK (objective IN ('awareness', 'traffic', 'leads', 'sales', 'app_installs')),
  dailyBudgetCents INTEGER NOT NULL CHECK (dailyBudgetCents BETWEEN 500 AND 500000),
  startsOn TEXT NOT NULL,
  endsOn TEXT,
  isPaused INTEGER NOT NULL DEFAULT 0 CHECK (isPaused IN (0, 1)),
  targeting TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(targeting)),
  CHECK (endsOn IS NULL OR startsOn <= endsOn)
);

CREATE TABLE adGroups (
  adGroupId INTEGER PRIMARY KEY,
  campaignId INTEGER NOT NULL REFERENCES campaigns (campaignId),
  groupName TEXT NOT NULL,
  bidCents INTEGER NOT NULL CHECK (bidCents BETWEEN 1 AND 2000),
  UNIQUE (campaignId, groupName)
);

CREATE TABLE creatives (
  creativeId INTEGER PRIMARY KEY,
  adGroupId INTEGER NOT NULL REFERENCES adGroups (adGroupId),
  format TEXT NOT NULL CHECK (format IN ('banner', 'video', 'text', 'carousel')),
  headline TEXT NOT NULL,
  landingUrl TEXT NOT NULL,
  reviewState TEXT NOT NULL DEFAULT 'pending' CHECK (reviewState IN ('pending', 'approved', 'rejected')),
  durationSeconds REAL
);

CREATE TABLE publisherSites (
  siteId INTEGER PRIMARY KEY,
  domain TEXT NOT NULL UNIQUE COLLATE NOCASE,
  category TEXT NOT NULL CHECK (category IN ('news', 'sports', 'games', 'cooking', 'tech', 'travel')),
  revenueShare REAL NOT NULL CHECK (revenueShare BETWEEN 0 AND 1)
);

CREATE TABLE deliveryByHour (
  creativeId INTEGER NOT NULL REFERENCES creatives (creativeId),
  siteId INTEGER NOT NULL REFERENCES publisherSites (siteId),
  hourStartsAt INTEGER NOT NULL, -- unix seconds
  impressions INTEGER NOT NULL DEFAULT 0 CHECK (impressions >= 0),
  clicks INTEGER NOT NULL DEFAULT 0 CHECK (clicks >= 0),
  costMicros INTEGER NOT NULL DEFAULT 0 CHECK (costMicros BETWEEN 0 AND 90000000),
  PRIMARY KEY (creativeId, siteId, hourStartsAt)
) WITHOUT ROWID;

CREATE TABLE conversions (
  conversionId INTEGER PRIMARY KEY,
  creativeId INTEGER NOT NULL REFERENCES creatives (creativeId),
  siteId INTEGER REFERENCES publisherSites (siteId),
  kind TEXT NOT NULL CHECK (kind IN ('view', 'signup', 'cart', 'purchase')),
  valueCents INTEGER,
  convertedAt INTEGER NOT NULL,
  isTest INTEGER NOT NULL DEFAULT 0 CHECK (isTest IN (0, 1))
);

CREATE TABLE blockedSites (
  advertiserId INTEGER NOT NULL REFERENCES advertisers (advertiserId),
  siteId INTEGER NOT NULL REFERENCES publisherSites (siteId),
  PRIMARY KEY (advertiserId, siteId)
) WITHOUT ROWID;

CREATE INDEX campaignsOfAdvertiser ON campaigns (advertiserId);

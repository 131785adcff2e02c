-- Theatre season
-- Which productions fill the house, who is on stage how often, and what subscribers pay; grown out of a spreadsheet, so names have blanks.

CREATE TABLE "House" (
  "House ID" INTEGER PRIMARY KEY,
  "House Name" TEXT NOT NULL,
  "Seats (total)" INTEGER NOT NULL CHECK ("Seats (total)" BETWEEN 60 AND 1800)
);

CREATE TABLE "Production" (
  "Production ID" INTEGER PRIMARY KEY,
  "Title" TEXT NOT NULL,
  "Genre" TEXT NOT NULL CHECK ("Genre" IN ('drama', 'comedy', 'opera', 'ballet', 'musical')),
  "Premiere Date" TEXT NOT NULL,
  "Budget €" REAL,
  "Revival of" INTEGER REFERENCES "Production" ("Production ID")
);

CREATE TABLE "Performance" (
  "Performance ID" INTEGER PRIMARY KEY,
  "Production ID" INTEGER NOT NULL REFERENCES "Production" ("Production ID"),
  "House ID" INTEGER NOT NULL REFERENCES "House" ("House ID"),
  "Starts at" TEXT NOT NULL,
  "Cancelled?" INTEGER NOT NULL DEFAULT 0 CHECK ("Cancelled?" IN (0, 1)),
  "Tickets sold" INTEGER NOT NULL DEFAULT 0 CHECK ("Tickets sold" >= 0)
);

CREATE TABLE "Company Member" (
  "Member ID" INTEGER PRIMARY KEY,
  "Full Name" TEXT NOT NULL COLLATE NOCASE,
  "Voice/Instrument" TEXT,
  "Joined on" TEXT NOT NULL,
  "Left on" TEXT
);

CREATE TABLE "Cast List" (
  "Performance ID" INTEGER NOT NULL REFERENCES "Performance" ("Performance ID"),
  "Member ID" INTEGER NOT NULL REFERENCES "Company Member" ("Member ID"),
  "Role" TEXT NOT NULL,
  "Understudy?" INTEGER NOT NULL DEFAULT 0 CHECK ("Understudy?" IN (0, 1)),
  PRIMARY KEY ("Performance ID", "Member ID")
);

CREATE TABLE "Order" (
  "Order No." INTEGER PRIMARY KEY,
  "Performance ID" INTEGER NOT NULL REFERENCES "Performance" ("Performance ID"),
  "Group" TEXT CHECK ("Group" IN ('single', 'subscription', 'school', 'staff')),
  "Quantity" INTEGER NOT NULL CHECK ("Quantity" BETWEEN 1 AND 40),
  "Total €" REAL NOT NULL CHECK ("Total €" >= 0),
  "Order Date" TEXT NOT NULL
);

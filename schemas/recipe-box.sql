-- Recipe box
-- What can be cooked from what is at hand, ratings and time by cuisine, and recipes nobody has cooked.

CREATE TABLE cooks (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE,
  joined_on TEXT NOT NULL
);

CREATE TABLE foods (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  kcal_per_100g REAL CHECK (kcal_per_100g BETWEEN 0 AND 900),
  is_vegan INTEGER NOT NULL DEFAULT 0 CHECK (is_vegan IN (0, 1)),
  kind_of_id INTEGER REFERENCES foods (id) -- cheddar is a kind of cheese
);

CREATE TABLE recipes (
  id INTEGER PRIMARY KEY,
  cook_id INTEGER REFERENCES cooks (id),
  title TEXT NOT NULL,
  cuisine TEXT NOT NULL CHECK (cuisine IN ('italian', 'thai', 'indian', 'french', 'mexican', 'german')),
  servings INTEGER NOT NULL DEFAULT 4 CHECK (servings BETWEEN 1 AND 12),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 480),
  steps TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(steps)),
  adapted_from_id INTEGER REFERENCES recipes (id),
  published_at TEXT,
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1))
);

CREATE TABLE recipe_foods (
  recipe_id INTEGER NOT NULL REFERENCES recipes (id),
  food_id INTEGER NOT NULL REFERENCES foods (id),
  grams REAL NOT NULL CHECK (grams > 0),
  is_optional INTEGER NOT NULL DEFAULT 0 CHECK (is_optional IN (0, 1)),
  PRIMARY KEY (recipe_id, food_id)
) WITHOUT ROWID;

CREATE TABLE cooked (
  id INTEGER PRIMARY KEY,
  recipe_id INTEGER NOT NULL REFERENCES recipes (id),
  cook_id INTEGER NOT NULL REFERENCES cooks (id),
  cooked_on TEXT NOT NULL,
  stars INTEGER CHECK (stars BETWEEN 1 AND 5),
  remark TEXT
);

CREATE TABLE pantry (
  cook_id INTEGER NOT NULL REFERENCES cooks (id),
  food_id INTEGER NOT NULL REFERENCES foods (id),
  grams REAL,
  use_by_date TEXT,
  PRIMARY KEY (cook_id, food_id)
);

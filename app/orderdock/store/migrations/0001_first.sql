-- Numbers given out once and never again: connection keys per provider, and the count of row commits.
CREATE TABLE numbering (
  word TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO numbering VALUES ('rows', 0);

CREATE TABLE connections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,                 -- 'stackline-1'
  provider TEXT NOT NULL,
  name TEXT NOT NULL,
  base_url TEXT NOT NULL,
  account TEXT NOT NULL,                    -- may be shown (masked)
  identity TEXT,                            -- compared on repair
  settings TEXT NOT NULL,                   -- JSON object of text
  created INTEGER NOT NULL,
  disconnected INTEGER,                     -- since then only its orders are kept
  order_count INTEGER NOT NULL DEFAULT 0,   -- kept with the rows, so that opening never counts
  line_count INTEGER NOT NULL DEFAULT 0,
  last_verified INTEGER,                    -- evidence; seconds since 1970 UTC
  data_up_to INTEGER,
  last_attempt INTEGER,
  error_code TEXT,
  error_says TEXT NOT NULL DEFAULT '',
  needs_person INTEGER NOT NULL DEFAULT 0,
  paused INTEGER NOT NULL DEFAULT 0,
  paused_until INTEGER,
  incomplete TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE links (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id INTEGER NOT NULL,
  remote_id TEXT NOT NULL,
  name TEXT NOT NULL,
  last_verified INTEGER,
  data_up_to INTEGER,
  last_attempt INTEGER,
  error_code TEXT,
  error_says TEXT NOT NULL DEFAULT '',
  needs_person INTEGER NOT NULL DEFAULT 0,
  paused INTEGER NOT NULL DEFAULT 0,
  paused_until INTEGER,
  incomplete TEXT NOT NULL DEFAULT '',
  UNIQUE (connection_id, remote_id)
) STRICT;

CREATE TABLE bookmarks (
  connection_id INTEGER NOT NULL,
  scope TEXT NOT NULL,
  value TEXT NOT NULL,                      -- JSON
  PRIMARY KEY (connection_id, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
  connection_id INTEGER NOT NULL,           -- 0: the profile's own
  name TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (connection_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL                       -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  outcome TEXT,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL DEFAULT 0,
  expected INTEGER,
  seen INTEGER,
  notes TEXT NOT NULL DEFAULT '[]'          -- JSON list of sentences
) STRICT;
CREATE INDEX runs_by_connection ON runs (connection_id, started);

-- Records that could not be read, once each.
CREATE TABLE set_aside (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL,
  link TEXT NOT NULL,
  mark BLOB NOT NULL,                       -- digest of the record
  reason TEXT NOT NULL,
  raw BLOB NOT NULL,
  first_seen INTEGER NOT NULL,
  last_run INTEGER,
  UNIQUE (connection_id, mark)
) STRICT;

-- An order; what its parts on several pages said, put together.
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL,
  link_id INTEGER,
  order_key TEXT NOT NULL,
  order_number TEXT,
  retailer TEXT,
  ordered_at INTEGER,                       -- seconds since 1970 UTC
  currency TEXT,
  order_total TEXT,                         -- as written by the provider
  order_total_micro INTEGER,                -- the same in millionths, for sorting, filters and sums
  status TEXT,                              -- the provider's word for the whole order
  status_text TEXT,
  shipment_status TEXT,                     -- the different ones of its lines
  line_count INTEGER NOT NULL,
  first_item TEXT,
  shape INTEGER NOT NULL,                   -- store/text_shape.py
  first_seen INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (connection_id, order_key)
) STRICT;
CREATE INDEX orders_by_date ON orders (ordered_at, order_number);

-- One row per line, with its order's words repeated: browsing and exporting read this table alone.
-- id = order id * 2^20 + position, so the lines of an order lie together and need no other index.
CREATE TABLE lines (
  id INTEGER PRIMARY KEY,
  line_key TEXT NOT NULL,
  retailer TEXT,
  order_number TEXT,
  ordered_at INTEGER,
  item_name TEXT,
  brand TEXT,
  department TEXT,
  category TEXT,
  subcategory TEXT,
  sku TEXT,
  quantity TEXT,
  unit_price TEXT,
  currency TEXT,
  shipment_status TEXT,
  order_total TEXT,
  quantity_micro INTEGER,
  unit_price_micro INTEGER,
  shape INTEGER NOT NULL,
  missing_since INTEGER                     -- the provider showed the whole order without it; kept
) STRICT;

-- The provider's own records, apart so that scans of the lines stay slim.
-- id of a line, or order id * 2^20 (position 0) for the order's own record.
CREATE TABLE raw_records (
  id INTEGER PRIMARY KEY,
  raw BLOB NOT NULL
) STRICT;

-- What changed after the first reading, and when.
CREATE TABLE order_changes (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  line_id INTEGER,
  at INTEGER NOT NULL,
  what TEXT NOT NULL                        -- JSON: column -> [before, after]
) STRICT;
CREATE INDEX order_changes_by_order ON order_changes (order_id);

-- Words of the lines; accents and case do not count. rowid = line id.
CREATE VIRTUAL TABLE line_words USING fts5 (
  words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
-- Merging every 16 instead of every 4 pieces: a third less work while filling, no slower to search.
INSERT INTO line_words (line_words, rank) VALUES ('automerge', 16);

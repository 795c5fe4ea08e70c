-- Orders changed after their first reading, with the count of row commits (numbering 'rows') at the
-- last change. With the highest order id, one number says what came after any moment of the store.
CREATE TABLE order_revisions (
  order_id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL
) STRICT;

-- An order's id is never given twice, also after its connection was erased.
INSERT INTO numbering VALUES ('orders', 0);

-- Files that were saved: what was asked for, what came of it, and up to where it read.
CREATE TABLE exports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,                      -- seconds since 1970 UTC
  path TEXT NOT NULL,
  request TEXT NOT NULL,                    -- JSON: enough to write it again
  same TEXT NOT NULL,                       -- equal for exports that "since last time" compares
  row_count INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  last_order INTEGER NOT NULL,              -- highest order id at that moment
  revision INTEGER NOT NULL                 -- count of row commits at that moment
) STRICT;
CREATE INDEX exports_of_the_same ON exports (same, id);

-- Rows sorted by one column, made once beside the window and kept: no sync writes here, so putting
-- orders in costs nothing more. What came or changed later is sorted in by who reads (query/kept_order.py).
CREATE TABLE sortings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  of TEXT NOT NULL,                         -- 'orders' or 'lines'
  by TEXT NOT NULL,                         -- the SQL sorted by; another version may sort otherwise
  names TEXT NOT NULL,                      -- names of connections and links, for sorting by these
  last_order INTEGER NOT NULL,              -- the moment of the store (store/revisions.py)
  revision INTEGER NOT NULL,
  parts INTEGER NOT NULL                    -- 0: being made
) STRICT;

-- id = sorting * 2^20 + number of the part, from 0 on; ids = 64-bit numbers: of lines, or of the last
-- line of each order (without lines: of the place before its first).
CREATE TABLE sorted_ids (
  id INTEGER PRIMARY KEY,
  ids BLOB NOT NULL
) STRICT;

-- What a person asks of the orders, with its columns, under a name.
CREATE TABLE views (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,              -- the name as it is looked for: case does not count
  body TEXT NOT NULL,                       -- JSON (query/views.py)
  pinned INTEGER NOT NULL DEFAULT 0,
  at_start INTEGER NOT NULL DEFAULT 0       -- of one view at most
) STRICT;
-- A few to begin with; they can be changed, renamed and deleted like any other.
INSERT INTO views (name, folded, body) VALUES
  ('This month', 'this month', '{"period": "this-month"}'),
  ('Last month', 'last month', '{"period": "last-month"}'),
  ('Returns and cancellations', 'returns and cancellations',
   '{"filter": {"statuses": ["cancel", "return", "refund"]}}'),
  ('Hidden orders', 'hidden orders', '{"filter": {"hidden": "only"}}');

-- What the person says of an order; no reading ever writes here. An order's id stands for its connection
-- and key and lasts as long as the connection does: only erasing a connection deletes orders.
CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,                       -- as first typed
  folded TEXT NOT NULL UNIQUE               -- without case: one tag, however it is typed
) STRICT;

CREATE TABLE order_tags (
  order_id INTEGER NOT NULL,
  tag_id INTEGER NOT NULL,
  PRIMARY KEY (order_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_tags_by_tag ON order_tags (tag_id);

CREATE TABLE order_notes (
  order_id INTEGER PRIMARY KEY,
  note TEXT NOT NULL,
  written_at INTEGER NOT NULL
) STRICT;

-- Few, if any: while it is empty, no question asks it.
CREATE TABLE hidden_orders (
  order_id INTEGER PRIMARY KEY,
  hidden_at INTEGER NOT NULL
) STRICT;

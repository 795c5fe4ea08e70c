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

-- Sums of the orders up to the id numbering 'summed', by what a filter of orders asks for, a month of UTC
-- at a time. Several rows may speak of the same; a change takes away and adds (store/order_sums.py).
CREATE TABLE order_sums (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL,
  retailer TEXT,
  currency TEXT,
  month INTEGER,                            -- its first second since 1970 UTC; NULL: no date
  orders INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  whole INTEGER NOT NULL,                   -- of the order totals: whole units,
  millionths INTEGER NOT NULL,              -- and what is left
  blank INTEGER NOT NULL                    -- orders without a total
) STRICT;
INSERT INTO numbering VALUES ('summed', 0);

CREATE TRIGGER order_sums_follow AFTER UPDATE OF
  retailer, currency, ordered_at, line_count, order_total_micro
ON orders WHEN old.id <= (SELECT last FROM numbering WHERE word = 'summed') AND (
  old.retailer IS NOT new.retailer OR old.currency IS NOT new.currency
  OR old.ordered_at IS NOT new.ordered_at OR old.line_count IS NOT new.line_count
  OR old.order_total_micro IS NOT new.order_total_micro
)
BEGIN
  INSERT INTO order_sums (
    connection_id, retailer, currency, month,
    orders, line_count, whole, millionths, blank
  ) VALUES (
    old.connection_id, old.retailer, old.currency,
    unixepoch(old.ordered_at, 'unixepoch', 'start of month'), -1, -old.line_count,
    -coalesce(old.order_total_micro / 1000000, 0), -coalesce(old.order_total_micro % 1000000, 0),
    -(old.order_total_micro IS NULL)
  ), (
    new.connection_id, new.retailer, new.currency,
    unixepoch(new.ordered_at, 'unixepoch', 'start of month'), 1, new.line_count,
    coalesce(new.order_total_micro / 1000000, 0), coalesce(new.order_total_micro % 1000000, 0),
    new.order_total_micro IS NULL
  );
END;

-- The same for filters by status, of orders whose lines all have one: orders up to the id numbering
-- 'statuses'. Orders with several, and those that changed since, are looked at one by one.
CREATE TABLE status_sums (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL,
  retailer TEXT,
  currency TEXT,
  status TEXT,
  shipment_status TEXT,                     -- of each line
  orders INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  millionths INTEGER NOT NULL,
  blank INTEGER NOT NULL
) STRICT;
CREATE TABLE mixed_orders (
  order_id INTEGER PRIMARY KEY
) STRICT;
INSERT INTO numbering VALUES ('statuses', 0), ('statuses settled', 0);

CREATE TRIGGER status_sums_follow AFTER UPDATE OF
  retailer, currency, status, shipment_status, line_count, order_total_micro, changed_at
ON orders WHEN old.id <= (SELECT last FROM numbering WHERE word = 'statuses')
  AND NOT EXISTS (SELECT 1 FROM mixed_orders WHERE order_id = old.id)
BEGIN
  INSERT INTO status_sums (
    connection_id, retailer, currency, status, shipment_status,
    orders, line_count, whole, millionths, blank
  ) VALUES (
    old.connection_id, old.retailer, old.currency, old.status, old.shipment_status,
    -1, -old.line_count,
    -coalesce(old.order_total_micro / 1000000, 0), -coalesce(old.order_total_micro % 1000000, 0),
    -(old.order_total_micro IS NULL)
  );
  INSERT INTO mixed_orders VALUES (old.id);
END;

-- Sums of the orders up to the id numbering 'summed' by their total, a band of totals at a time, for
-- filters by amount. Bands begin at round numbers: every 1 up to 500, every 5 up to 1,000, every 50 up
-- to 10,000, every 500 up to 100,000 and so on. All that is negative is one band.
CREATE TABLE total_bands (
  first INTEGER PRIMARY KEY                 -- in millionths
) STRICT;
INSERT INTO total_bands
WITH RECURSIVE band (first, wide) AS (
  SELECT 0, 1
  UNION ALL
  SELECT first + wide,
    CASE
      WHEN first + wide < 500 THEN 1
      WHEN first + wide < 1000 THEN 5
      WHEN first + wide < 200 * wide THEN wide
      ELSE 10 * wide
    END
  FROM band WHERE first <= 9000000000000
)
SELECT -9223372036854775808 UNION ALL SELECT 1000000 * first FROM band;

CREATE TABLE total_sums (
  id INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL,
  retailer TEXT,
  currency TEXT,
  band INTEGER NOT NULL,                    -- its first total
  orders INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  millionths INTEGER NOT NULL
) STRICT;

-- All is summed anew, together with these.
DELETE FROM order_sums;
UPDATE numbering SET last = 0 WHERE word = 'summed';

CREATE TRIGGER total_sums_follow AFTER UPDATE OF
  retailer, currency, line_count, order_total_micro
ON orders WHEN old.id <= (SELECT last FROM numbering WHERE word = 'summed') AND (
  old.retailer IS NOT new.retailer OR old.currency IS NOT new.currency
  OR old.line_count IS NOT new.line_count OR old.order_total_micro IS NOT new.order_total_micro
)
BEGIN
  INSERT INTO total_sums (
    connection_id, retailer, currency, band, orders, line_count, whole, millionths
  )
  SELECT
    old.connection_id, old.retailer, old.currency,
    (SELECT max(first) FROM total_bands WHERE first <= old.order_total_micro), -1, -old.line_count,
    -(old.order_total_micro / 1000000), -(old.order_total_micro % 1000000)
  WHERE old.order_total_micro IS NOT NULL
  UNION ALL
  SELECT
    new.connection_id, new.retailer, new.currency,
    (SELECT max(first) FROM total_bands WHERE first <= new.order_total_micro), 1, new.line_count,
    new.order_total_micro / 1000000, new.order_total_micro % 1000000
  WHERE new.order_total_micro IS NOT NULL;
END;

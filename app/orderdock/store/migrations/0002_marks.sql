-- Checksum of an order as it was read last (store/marks.py): while a reading has the same, nothing of
-- the order needs to be looked at.
ALTER TABLE orders ADD COLUMN mark INTEGER;

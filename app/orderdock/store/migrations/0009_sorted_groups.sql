-- Where in a sorting another value begins, for sorting by several columns: a byte per id, 1 or 0. What
-- was sorted without it is sorted anew.
DELETE FROM sortings;
DELETE FROM sorted_ids;
ALTER TABLE sorted_ids ADD COLUMN starts BLOB NOT NULL DEFAULT x'';

-- +goose NO TRANSACTION
-- +goose Up
-- The contents of the pictures on an order, a JSON list in the order of its lines: apart from the body, which is searched and listed.
ALTER TABLE orders ADD COLUMN files MEDIUMTEXT;

-- +goose Down
ALTER TABLE orders DROP COLUMN files;

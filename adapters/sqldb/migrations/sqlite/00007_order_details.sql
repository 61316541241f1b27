-- +goose Up
ALTER TABLE orders ADD COLUMN details TEXT;
CREATE INDEX orders_newest ON orders (received_at) WHERE due_at IS NOT NULL;

-- +goose Down
DROP INDEX orders_newest;
ALTER TABLE orders DROP COLUMN details;

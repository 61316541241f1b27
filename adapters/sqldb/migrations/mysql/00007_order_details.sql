-- +goose NO TRANSACTION
-- +goose Up
-- due_since is when an order that is due to a worker was received: what "newest first" goes by.
ALTER TABLE orders
    ADD COLUMN details MEDIUMTEXT,
    ADD COLUMN due_since BIGINT GENERATED ALWAYS AS (CASE WHEN due_at IS NULL THEN NULL ELSE received_at END) VIRTUAL,
    ADD KEY orders_newest (due_since);

-- +goose Down
ALTER TABLE orders DROP KEY orders_newest, DROP COLUMN due_since, DROP COLUMN details;

-- +goose Up
-- The orders with which goods of an order came back: rows come with the later order, and go when either is archived.
CREATE TABLE returned_with (
    order_id    TEXT NOT NULL,
    by_order_id TEXT NOT NULL,
    PRIMARY KEY (order_id, by_order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX returned_with_by ON returned_with (by_order_id);

-- +goose Down
DROP TABLE returned_with;

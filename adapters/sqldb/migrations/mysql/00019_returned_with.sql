-- +goose NO TRANSACTION
-- +goose Up
-- The orders with which goods of an order came back: rows come with the later order, and go when either is archived.
-- What an attempt that was killed has left is begun again.
DROP TABLE IF EXISTS returned_with;
CREATE TABLE returned_with (
    order_id    CHAR(36) NOT NULL,
    by_order_id CHAR(36) NOT NULL,
    PRIMARY KEY (order_id, by_order_id),
    KEY returned_with_by (by_order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE returned_with;

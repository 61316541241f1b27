-- +goose NO TRANSACTION
-- +goose Up
-- The orders with which goods of an order came back: rows come with the later order, and go when either is archived.
-- Filling it takes long where there are many orders: what an attempt that was killed has left is begun again.
DROP TABLE IF EXISTS returned_with;
CREATE TABLE returned_with (
    order_id    CHAR(36) NOT NULL,
    by_order_id CHAR(36) NOT NULL,
    PRIMARY KEY (order_id, by_order_id),
    KEY returned_with_by (by_order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO returned_with (order_id, by_order_id)
SELECT DISTINCT r.order_id, o.id
FROM orders o, JSON_TABLE(o.body, '$.returns[*]' COLUMNS (order_id VARCHAR(36) PATH '$.orderId')) r
WHERE o.body LIKE '%"returns":%' AND r.order_id IS NOT NULL;

-- +goose Down
DROP TABLE returned_with;

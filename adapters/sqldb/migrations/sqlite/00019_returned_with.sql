-- +goose Up
-- The orders with which goods of an order came back: rows come with the later order, and go when either is archived.
CREATE TABLE returned_with (
    order_id    TEXT NOT NULL,
    by_order_id TEXT NOT NULL,
    PRIMARY KEY (order_id, by_order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX returned_with_by ON returned_with (by_order_id);
INSERT INTO returned_with (order_id, by_order_id)
SELECT DISTINCT json_extract(r.value, '$.orderId'), o.id
FROM orders o, json_each(o.body, '$.returns') r
WHERE o.body LIKE '%"returns":%' AND r.type = 'object' AND json_extract(r.value, '$.orderId') IS NOT NULL;

-- +goose Down
DROP TABLE returned_with;

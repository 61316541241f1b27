-- +goose Up
-- What was sold and is not in Magento's salable quantities yet: SKUs in lower case, quantities in ten-thousandths. A row comes
-- with its order, and goes in the transaction that notes that Magento has reserved it or that the order was cancelled.
CREATE TABLE unreserved (
    order_id    TEXT    NOT NULL,
    sku         TEXT    NOT NULL,
    location_id TEXT    NOT NULL,
    quantity    INTEGER NOT NULL,
    PRIMARY KEY (order_id, sku)
) STRICT, WITHOUT ROWID;
CREATE INDEX unreserved_sku ON unreserved (sku, location_id, quantity);
INSERT INTO unreserved (order_id, sku, location_id, quantity)
SELECT o.id, LOWER(json_extract(l.value, '$.sku')), o.location_id, CAST(ROUND(SUM(json_extract(l.value, '$.quantity') * 10000)) AS INTEGER)
FROM orders o, json_each(o.body, '$.lines') l
WHERE o.state IN ('received', 'placing', 'indeterminate', 'placed', 'held') AND l.type = 'object'
    AND (NOT EXISTS (SELECT 1 FROM order_steps s WHERE s.order_id = o.id AND s.name = 'order' AND s.done_at > 0)
        OR json_extract(COALESCE(NULLIF(o.details, ''), '{}'), '$.strategy') = 'import'
            AND NOT EXISTS (SELECT 1 FROM order_steps s WHERE s.order_id = o.id AND s.name = 'reservation' AND s.done_at > 0))
GROUP BY o.id, LOWER(json_extract(l.value, '$.sku')), o.location_id;

-- +goose Down
DROP TABLE unreserved;

-- +goose NO TRANSACTION
-- +goose Up
-- What was sold and is not in Magento's salable quantities yet: SKUs in lower case, quantities in ten-thousandths. A row comes
-- with its order, and goes in the transaction that notes that Magento has reserved it or that the order was cancelled.
CREATE TABLE unreserved (
    order_id    CHAR(36)     NOT NULL,
    sku         VARCHAR(255) NOT NULL,
    location_id VARCHAR(64)  NOT NULL,
    quantity    BIGINT       NOT NULL,
    PRIMARY KEY (order_id, sku),
    KEY unreserved_sku (sku, location_id, quantity)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO unreserved (order_id, sku, location_id, quantity)
SELECT o.id, LOWER(l.sku), o.location_id, ROUND(SUM(l.quantity * 10000))
FROM orders o, JSON_TABLE(o.body, '$.lines[*]' COLUMNS (sku VARCHAR(64) PATH '$.sku', quantity DECIMAL(20, 4) PATH '$.quantity')) l
WHERE o.state IN ('received', 'placing', 'indeterminate', 'placed', 'held')
    AND (NOT EXISTS (SELECT 1 FROM order_steps s WHERE s.order_id = o.id AND s.name = 'order' AND s.done_at > 0)
        OR JSON_UNQUOTE(JSON_EXTRACT(COALESCE(NULLIF(o.details, ''), '{}'), '$.strategy')) = 'import'
            AND NOT EXISTS (SELECT 1 FROM order_steps s WHERE s.order_id = o.id AND s.name = 'reservation' AND s.done_at > 0))
GROUP BY o.id, LOWER(l.sku), o.location_id;

-- +goose Down
DROP TABLE unreserved;

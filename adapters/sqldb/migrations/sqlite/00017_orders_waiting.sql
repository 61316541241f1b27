-- +goose Up
-- The locations where an order waits to be picked up, and to be paid; kept by whoever changes it.
ALTER TABLE orders ADD COLUMN pickup_at TEXT;
ALTER TABLE orders ADD COLUMN owed_at TEXT;
UPDATE orders SET pickup_at = json_extract(body, '$.fulfilment.locationId')
WHERE body LIKE '%"fulfilment":{"kind":"pickup"%' AND state NOT IN ('cancelled', 'archived')
    AND json_extract(COALESCE(NULLIF(details, ''), '{}'), '$.handedOver') IS NULL;
UPDATE orders SET owed_at = location_id
WHERE body LIKE '%"deferred":%' AND state NOT IN ('cancelled', 'archived')
    AND json_extract(body, '$.deferred') > COALESCE(json_extract(COALESCE(NULLIF(details, ''), '{}'), '$.paid'), 0);
CREATE INDEX orders_pickup ON orders (pickup_at, received_at, id) WHERE pickup_at IS NOT NULL;
CREATE INDEX orders_owed ON orders (owed_at, received_at, id) WHERE owed_at IS NOT NULL;

-- +goose Down
DROP INDEX orders_owed;
DROP INDEX orders_pickup;
ALTER TABLE orders DROP COLUMN owed_at;
ALTER TABLE orders DROP COLUMN pickup_at;

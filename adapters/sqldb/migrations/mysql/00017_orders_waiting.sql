-- +goose NO TRANSACTION
-- +goose Up
-- The locations where an order waits to be picked up, and to be paid; kept by whoever changes it.
ALTER TABLE orders
    ADD COLUMN pickup_at VARCHAR(64),
    ADD COLUMN owed_at VARCHAR(64),
    ADD KEY orders_pickup (pickup_at, received_at),
    ADD KEY orders_owed (owed_at, received_at);
UPDATE orders SET pickup_at = JSON_UNQUOTE(JSON_EXTRACT(body, '$.fulfilment.locationId'))
WHERE body LIKE '%"fulfilment":{"kind":"pickup"%' AND state NOT IN ('cancelled', 'archived')
    AND JSON_EXTRACT(COALESCE(NULLIF(details, ''), '{}'), '$.handedOver') IS NULL;
UPDATE orders SET owed_at = location_id
WHERE body LIKE '%"deferred":%' AND state NOT IN ('cancelled', 'archived')
    AND CAST(JSON_EXTRACT(body, '$.deferred') AS SIGNED) > COALESCE(CAST(JSON_EXTRACT(COALESCE(NULLIF(details, ''), '{}'), '$.paid') AS SIGNED), 0);

-- +goose Down
ALTER TABLE orders DROP KEY orders_owed, DROP KEY orders_pickup, DROP COLUMN owed_at, DROP COLUMN pickup_at;

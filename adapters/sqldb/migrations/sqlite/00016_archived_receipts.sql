-- +goose Up
-- An archived order leaves its id and its receipt number behind in orders, in a row with nothing else in it: so the keys of
-- that table alone say what is new. Such a row has no time, no place, and no work to do.
INSERT OR IGNORE INTO orders (id, register_id, counter, location_id, device_id, hash, state, body, held_reason, held_message, held_detail,
    attempts, received_at, next_attempt_at, settled_at, cart_masked_id, cart_quote_id, increment_id, shop_status, expected,
    lease_token, lease_until, in_sales)
SELECT id, register_id, counter, '', '', '', 'archived', '{}', '', '', '', 0, 0, 0, 0, '', '', '', '', '', '', 0, 3
FROM archived_orders;

-- +goose Down
DELETE FROM orders WHERE state = 'archived';

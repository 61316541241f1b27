-- +goose Up
CREATE TABLE shift_events (
    id          TEXT    NOT NULL PRIMARY KEY,
    shift_id    TEXT    NOT NULL,
    location_id TEXT    NOT NULL,
    register_id TEXT    NOT NULL,
    device_id   TEXT    NOT NULL,
    hash        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    body        TEXT    NOT NULL,
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shift_events_shift ON shift_events (shift_id);
CREATE INDEX shift_events_register ON shift_events (register_id, at, shift_id);
ALTER TABLE orders ADD COLUMN shift_id TEXT GENERATED ALWAYS AS (json_extract(body, '$.shiftId')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN shift_id TEXT GENERATED ALWAYS AS (json_extract(body, '$.shiftId')) VIRTUAL;
CREATE INDEX orders_shift ON orders (shift_id) WHERE shift_id IS NOT NULL;
CREATE INDEX archived_orders_shift ON archived_orders (shift_id) WHERE shift_id IS NOT NULL;

-- +goose Down
DROP INDEX archived_orders_shift;
DROP INDEX orders_shift;
ALTER TABLE archived_orders DROP COLUMN shift_id;
ALTER TABLE orders DROP COLUMN shift_id;
DROP TABLE shift_events;

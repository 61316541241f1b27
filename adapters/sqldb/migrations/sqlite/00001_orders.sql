-- +goose Up
CREATE TABLE orders (
    id              TEXT    NOT NULL PRIMARY KEY,
    register_id     TEXT    NOT NULL,
    counter         INTEGER NOT NULL,
    location_id     TEXT    NOT NULL,
    device_id       TEXT    NOT NULL,
    hash            TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    body            TEXT    NOT NULL,
    held_reason     TEXT    NOT NULL,
    held_message    TEXT    NOT NULL,
    held_detail     TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    received_at     INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    settled_at      INTEGER NOT NULL,
    cart_masked_id  TEXT    NOT NULL,
    cart_quote_id   TEXT    NOT NULL,
    shop_order_id   TEXT,
    increment_id    TEXT    NOT NULL,
    shop_status     TEXT    NOT NULL,
    expected        TEXT    NOT NULL,
    lease_token     TEXT    NOT NULL,
    lease_until     INTEGER NOT NULL,
    due_at          INTEGER,
    UNIQUE (register_id, counter)
) STRICT;
CREATE INDEX orders_due ON orders (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX orders_location ON orders (location_id, received_at, id);
CREATE INDEX orders_state ON orders (state, received_at);
CREATE INDEX orders_shop ON orders (shop_order_id) WHERE shop_order_id IS NOT NULL;

-- +goose Down
DROP TABLE orders;

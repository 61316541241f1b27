-- +goose Up
-- The columns of orders, without the indexes by which work is found, and the steps as JSON. What is stored here keeps its id
-- and its receipt number for ever.
CREATE TABLE archived_orders (
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
    details         TEXT,
    steps           TEXT    NOT NULL,
    UNIQUE (register_id, counter)
) STRICT;

-- +goose Down
DROP TABLE archived_orders;

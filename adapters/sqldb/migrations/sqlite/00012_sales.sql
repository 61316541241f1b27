-- +goose Up
-- What was sold, summed up in the background from orders and archived_orders. A series is what is read in one go; at is where
-- a part of it begins, in seconds since 1970; quantity is in ten-thousandths. entries counts the orders in a row: where it is
-- 0, all of them were taken out again.
CREATE TABLE sales (
    series      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    location_id TEXT    NOT NULL,
    k           TEXT    NOT NULL,
    currency    TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    entries     INTEGER NOT NULL,
    orders      INTEGER NOT NULL,
    quantity    INTEGER NOT NULL,
    sales       INTEGER NOT NULL,
    refunds     INTEGER NOT NULL,
    discounts   INTEGER NOT NULL,
    tax         INTEGER NOT NULL,
    PRIMARY KEY (series, at, location_id, k, currency)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE sales;

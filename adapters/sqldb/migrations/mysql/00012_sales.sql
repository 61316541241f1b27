-- +goose NO TRANSACTION
-- +goose Up
-- What was sold, summed up in the background from orders and archived_orders. A series is what is read in one go; at is where
-- a part of it begins, in seconds since 1970; quantity is in ten-thousandths. entries counts the orders in a row: where it is
-- 0, all of them were taken out again.
CREATE TABLE sales (
    series          VARCHAR(80)  NOT NULL,
    at              BIGINT       NOT NULL,
    location_id     VARCHAR(64)  NOT NULL,
    k               VARCHAR(64)  NOT NULL,
    currency        CHAR(3)      NOT NULL,
    name            VARCHAR(255) NOT NULL,
    entries         BIGINT       NOT NULL,
    orders          BIGINT       NOT NULL,
    quantity        BIGINT       NOT NULL,
    sales           BIGINT       NOT NULL,
    refunds         BIGINT       NOT NULL,
    discounts       BIGINT       NOT NULL,
    tax             BIGINT       NOT NULL,
    PRIMARY KEY (series, at, location_id, k, currency)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE sales;

-- +goose NO TRANSACTION
-- +goose Up
-- The columns of orders, without the indexes by which work is found, and the steps as JSON. What is stored here keeps its id
-- and its receipt number for ever.
CREATE TABLE archived_orders (
    id              CHAR(36)     NOT NULL PRIMARY KEY,
    register_id     VARCHAR(64)  NOT NULL,
    counter         BIGINT       NOT NULL,
    location_id     VARCHAR(64)  NOT NULL,
    device_id       VARCHAR(64)  NOT NULL,
    hash            CHAR(64)     NOT NULL,
    state           VARCHAR(16)  NOT NULL,
    body            MEDIUMTEXT   NOT NULL,
    held_reason     VARCHAR(32)  NOT NULL,
    held_message    TEXT         NOT NULL,
    held_detail     TEXT         NOT NULL,
    attempts        INT          NOT NULL,
    received_at     BIGINT       NOT NULL,
    next_attempt_at BIGINT       NOT NULL,
    settled_at      BIGINT       NOT NULL,
    cart_masked_id  VARCHAR(64)  NOT NULL,
    cart_quote_id   VARCHAR(64)  NOT NULL,
    shop_order_id   VARCHAR(64),
    increment_id    VARCHAR(64)  NOT NULL,
    shop_status     VARCHAR(64)  NOT NULL,
    expected        VARCHAR(255) NOT NULL,
    lease_token     VARCHAR(36)  NOT NULL,
    lease_until     BIGINT       NOT NULL,
    due_at          BIGINT,
    details         MEDIUMTEXT,
    steps           TEXT         NOT NULL,
    UNIQUE KEY archived_orders_receipt (register_id, counter)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE archived_orders;

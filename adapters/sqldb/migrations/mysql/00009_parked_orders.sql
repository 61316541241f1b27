-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE parked_orders (
    id              VARCHAR(36)  NOT NULL PRIMARY KEY,
    location_id     VARCHAR(64)  NOT NULL,
    register_id     VARCHAR(64)  NOT NULL,
    staff_id        VARCHAR(64)  NOT NULL,
    label           VARCHAR(255) NOT NULL,
    body            MEDIUMTEXT   NOT NULL,
    parked_at       BIGINT       NOT NULL,
    expires_at      BIGINT       NOT NULL,
    taken_by        VARCHAR(64)  NOT NULL,
    KEY parked_orders_location (location_id, parked_at),
    KEY parked_orders_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE parked_orders;

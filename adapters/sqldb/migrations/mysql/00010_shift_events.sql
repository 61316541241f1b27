-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE shift_events (
    id              CHAR(36)     NOT NULL PRIMARY KEY,
    shift_id        CHAR(36)     NOT NULL,
    location_id     VARCHAR(64)  NOT NULL,
    register_id     VARCHAR(64)  NOT NULL,
    device_id       VARCHAR(64)  NOT NULL,
    hash            CHAR(64)     NOT NULL,
    at              BIGINT       NOT NULL,
    body            MEDIUMTEXT   NOT NULL,
    received_at     BIGINT       NOT NULL,
    KEY shift_events_shift (shift_id),
    KEY shift_events_register (register_id, at, shift_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

ALTER TABLE orders
    ADD COLUMN shift_id CHAR(36) GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(body, '$.shiftId'))) VIRTUAL,
    ADD KEY orders_shift (shift_id);

ALTER TABLE archived_orders
    ADD COLUMN shift_id CHAR(36) GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(body, '$.shiftId'))) VIRTUAL,
    ADD KEY archived_orders_shift (shift_id);

-- +goose Down
ALTER TABLE archived_orders DROP KEY archived_orders_shift, DROP COLUMN shift_id;
ALTER TABLE orders DROP KEY orders_shift, DROP COLUMN shift_id;
DROP TABLE shift_events;

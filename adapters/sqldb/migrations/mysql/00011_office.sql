-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE device_reports (
    device_id       VARCHAR(64)  NOT NULL PRIMARY KEY,
    body            TEXT         NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What sales are summed up from: an index holds all of it, so that no body is read. sold_at is to
-- the second, in UTC as in the body; MariaDB lets no generated column read text as a time.
ALTER TABLE orders
    ADD COLUMN sold_at CHAR(19) GENERATED ALWAYS AS (LEFT(JSON_UNQUOTE(JSON_EXTRACT(body, '$.soldAt')), 19)) VIRTUAL,
    ADD COLUMN sold_by VARCHAR(64) GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(body, '$.staffId'))) VIRTUAL,
    ADD COLUMN currency CHAR(3) GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(body, '$.currency'))) VIRTUAL,
    ADD COLUMN charged_total BIGINT GENERATED ALWAYS AS (CAST(JSON_EXTRACT(body, '$.charged.total') AS SIGNED)) VIRTUAL,
    ADD COLUMN charged_tax BIGINT GENERATED ALWAYS AS (CAST(JSON_EXTRACT(body, '$.charged.tax') AS SIGNED)) VIRTUAL,
    ADD COLUMN charged_discount BIGINT GENERATED ALWAYS AS (COALESCE(CAST(JSON_EXTRACT(body, '$.charged.discount') AS SIGNED), 0)) VIRTUAL,
    ADD COLUMN has_returns TINYINT GENERATED ALWAYS AS (JSON_CONTAINS_PATH(body, 'one', '$.returns')) VIRTUAL,
    ADD KEY orders_received (received_at),
    ADD KEY orders_sold (sold_at, location_id, state, sold_by, currency, charged_total, charged_tax, charged_discount, has_returns);

ALTER TABLE archived_orders
    ADD COLUMN sold_at CHAR(19) GENERATED ALWAYS AS (LEFT(JSON_UNQUOTE(JSON_EXTRACT(body, '$.soldAt')), 19)) VIRTUAL,
    ADD COLUMN sold_by VARCHAR(64) GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(body, '$.staffId'))) VIRTUAL,
    ADD COLUMN currency CHAR(3) GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(body, '$.currency'))) VIRTUAL,
    ADD COLUMN charged_total BIGINT GENERATED ALWAYS AS (CAST(JSON_EXTRACT(body, '$.charged.total') AS SIGNED)) VIRTUAL,
    ADD COLUMN charged_tax BIGINT GENERATED ALWAYS AS (CAST(JSON_EXTRACT(body, '$.charged.tax') AS SIGNED)) VIRTUAL,
    ADD COLUMN charged_discount BIGINT GENERATED ALWAYS AS (COALESCE(CAST(JSON_EXTRACT(body, '$.charged.discount') AS SIGNED), 0)) VIRTUAL,
    ADD COLUMN has_returns TINYINT GENERATED ALWAYS AS (JSON_CONTAINS_PATH(body, 'one', '$.returns')) VIRTUAL,
    ADD KEY archived_orders_sold (sold_at, location_id, state, sold_by, currency, charged_total, charged_tax, charged_discount, has_returns);

-- +goose Down
ALTER TABLE archived_orders DROP KEY archived_orders_sold, DROP COLUMN has_returns, DROP COLUMN charged_discount, DROP COLUMN charged_tax, DROP COLUMN charged_total, DROP COLUMN currency, DROP COLUMN sold_by, DROP COLUMN sold_at;
ALTER TABLE orders DROP KEY orders_sold, DROP KEY orders_received, DROP COLUMN has_returns, DROP COLUMN charged_discount, DROP COLUMN charged_tax, DROP COLUMN charged_total, DROP COLUMN currency, DROP COLUMN sold_by, DROP COLUMN sold_at;
DROP TABLE device_reports;

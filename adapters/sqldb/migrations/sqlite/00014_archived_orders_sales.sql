-- +goose Up
-- As in orders.
DROP INDEX archived_orders_sold;
ALTER TABLE archived_orders DROP COLUMN has_returns;
ALTER TABLE archived_orders DROP COLUMN charged_discount;
ALTER TABLE archived_orders DROP COLUMN charged_tax;
ALTER TABLE archived_orders DROP COLUMN charged_total;
ALTER TABLE archived_orders DROP COLUMN currency;
ALTER TABLE archived_orders DROP COLUMN sold_by;
ALTER TABLE archived_orders DROP COLUMN sold_at;
ALTER TABLE archived_orders ADD COLUMN in_sales INTEGER NOT NULL DEFAULT 0;
CREATE INDEX archived_orders_in_sales ON archived_orders (in_sales, id) WHERE in_sales IN (0, 2);

-- +goose Down
DROP INDEX archived_orders_in_sales;
ALTER TABLE archived_orders DROP COLUMN in_sales;
ALTER TABLE archived_orders ADD COLUMN sold_at TEXT GENERATED ALWAYS AS (substr(json_extract(body, '$.soldAt'), 1, 19)) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN sold_by TEXT GENERATED ALWAYS AS (json_extract(body, '$.staffId')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN currency TEXT GENERATED ALWAYS AS (json_extract(body, '$.currency')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN charged_total INTEGER GENERATED ALWAYS AS (json_extract(body, '$.charged.total')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN charged_tax INTEGER GENERATED ALWAYS AS (json_extract(body, '$.charged.tax')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN charged_discount INTEGER GENERATED ALWAYS AS (COALESCE(json_extract(body, '$.charged.discount'), 0)) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN has_returns INTEGER GENERATED ALWAYS AS (json_type(body, '$.returns') IS NOT NULL) VIRTUAL;
CREATE INDEX archived_orders_sold ON archived_orders (sold_at, location_id, state, sold_by, currency, charged_total, charged_tax, charged_discount, has_returns);

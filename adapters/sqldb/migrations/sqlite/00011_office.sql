-- +goose Up
CREATE TABLE device_reports (
    device_id TEXT NOT NULL PRIMARY KEY,
    body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX orders_received ON orders (received_at, id);
-- What sales are summed up from: an index holds all of it, so that no body is read. sold_at is to
-- the second, in UTC as in the body.
ALTER TABLE orders ADD COLUMN sold_at TEXT GENERATED ALWAYS AS (substr(json_extract(body, '$.soldAt'), 1, 19)) VIRTUAL;
ALTER TABLE orders ADD COLUMN sold_by TEXT GENERATED ALWAYS AS (json_extract(body, '$.staffId')) VIRTUAL;
ALTER TABLE orders ADD COLUMN currency TEXT GENERATED ALWAYS AS (json_extract(body, '$.currency')) VIRTUAL;
ALTER TABLE orders ADD COLUMN charged_total INTEGER GENERATED ALWAYS AS (json_extract(body, '$.charged.total')) VIRTUAL;
ALTER TABLE orders ADD COLUMN charged_tax INTEGER GENERATED ALWAYS AS (json_extract(body, '$.charged.tax')) VIRTUAL;
ALTER TABLE orders ADD COLUMN charged_discount INTEGER GENERATED ALWAYS AS (COALESCE(json_extract(body, '$.charged.discount'), 0)) VIRTUAL;
ALTER TABLE orders ADD COLUMN has_returns INTEGER GENERATED ALWAYS AS (json_type(body, '$.returns') IS NOT NULL) VIRTUAL;
CREATE INDEX orders_sold ON orders (sold_at, location_id, state, sold_by, currency, charged_total, charged_tax, charged_discount, has_returns);
ALTER TABLE archived_orders ADD COLUMN sold_at TEXT GENERATED ALWAYS AS (substr(json_extract(body, '$.soldAt'), 1, 19)) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN sold_by TEXT GENERATED ALWAYS AS (json_extract(body, '$.staffId')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN currency TEXT GENERATED ALWAYS AS (json_extract(body, '$.currency')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN charged_total INTEGER GENERATED ALWAYS AS (json_extract(body, '$.charged.total')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN charged_tax INTEGER GENERATED ALWAYS AS (json_extract(body, '$.charged.tax')) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN charged_discount INTEGER GENERATED ALWAYS AS (COALESCE(json_extract(body, '$.charged.discount'), 0)) VIRTUAL;
ALTER TABLE archived_orders ADD COLUMN has_returns INTEGER GENERATED ALWAYS AS (json_type(body, '$.returns') IS NOT NULL) VIRTUAL;
CREATE INDEX archived_orders_sold ON archived_orders (sold_at, location_id, state, sold_by, currency, charged_total, charged_tax, charged_discount, has_returns);

-- +goose Down
DROP INDEX archived_orders_sold;
ALTER TABLE archived_orders DROP COLUMN has_returns;
ALTER TABLE archived_orders DROP COLUMN charged_discount;
ALTER TABLE archived_orders DROP COLUMN charged_tax;
ALTER TABLE archived_orders DROP COLUMN charged_total;
ALTER TABLE archived_orders DROP COLUMN currency;
ALTER TABLE archived_orders DROP COLUMN sold_by;
ALTER TABLE archived_orders DROP COLUMN sold_at;
DROP INDEX orders_sold;
ALTER TABLE orders DROP COLUMN has_returns;
ALTER TABLE orders DROP COLUMN charged_discount;
ALTER TABLE orders DROP COLUMN charged_tax;
ALTER TABLE orders DROP COLUMN charged_total;
ALTER TABLE orders DROP COLUMN currency;
ALTER TABLE orders DROP COLUMN sold_by;
ALTER TABLE orders DROP COLUMN sold_at;
DROP INDEX orders_received;
DROP TABLE device_reports;

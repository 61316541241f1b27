-- +goose Up
CREATE TABLE parked_orders (
    id          TEXT    NOT NULL PRIMARY KEY,
    location_id TEXT    NOT NULL,
    register_id TEXT    NOT NULL,
    staff_id    TEXT    NOT NULL,
    label       TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    parked_at   INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    taken_by    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX parked_orders_location ON parked_orders (location_id, parked_at);
CREATE INDEX parked_orders_expires ON parked_orders (expires_at);

-- +goose Down
DROP TABLE parked_orders;

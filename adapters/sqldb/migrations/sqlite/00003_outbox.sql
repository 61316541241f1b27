-- +goose Up
CREATE TABLE outbox (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT    NOT NULL UNIQUE,
    name      TEXT    NOT NULL,
    order_id  TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    data      BLOB    NOT NULL,
    published INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_published ON outbox (published, seq);

-- +goose Down
DROP TABLE outbox;

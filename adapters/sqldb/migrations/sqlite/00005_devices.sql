-- +goose Up
CREATE TABLE devices (
    id          TEXT NOT NULL PRIMARY KEY,
    register_id TEXT NOT NULL,
    label       TEXT NOT NULL,
    enrolled_at TEXT NOT NULL,
    revoked_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE devices;

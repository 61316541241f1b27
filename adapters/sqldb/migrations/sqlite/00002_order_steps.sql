-- +goose Up
CREATE TABLE order_steps (
    order_id TEXT    NOT NULL REFERENCES orders (id),
    name     TEXT    NOT NULL,
    begun_at INTEGER NOT NULL,
    done_at  INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    result   TEXT    NOT NULL,
    error    TEXT    NOT NULL,
    PRIMARY KEY (order_id, name)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE order_steps;

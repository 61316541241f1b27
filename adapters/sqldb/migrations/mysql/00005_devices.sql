-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE devices (
    id              VARCHAR(64)  NOT NULL PRIMARY KEY,
    register_id     VARCHAR(64)  NOT NULL,
    label           VARCHAR(255) NOT NULL,
    enrolled_at     VARCHAR(40)  NOT NULL,
    revoked_at      VARCHAR(40)  NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE devices;

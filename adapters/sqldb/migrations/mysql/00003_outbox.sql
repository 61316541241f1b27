-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE outbox (
    seq             BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    id              VARCHAR(64)  NOT NULL UNIQUE,
    name            VARCHAR(32)  NOT NULL,
    order_id        CHAR(36)     NOT NULL,
    at              BIGINT       NOT NULL,
    data            MEDIUMBLOB   NOT NULL,
    published       TINYINT      NOT NULL DEFAULT 0,
    KEY outbox_published (published, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE outbox;

-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE order_steps (
    order_id        CHAR(36)     NOT NULL,
    name            VARCHAR(32)  NOT NULL,
    begun_at        BIGINT       NOT NULL,
    done_at         BIGINT       NOT NULL,
    attempts        INT          NOT NULL,
    result          VARCHAR(64)  NOT NULL,
    error           TEXT         NOT NULL,
    PRIMARY KEY (order_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE order_steps;

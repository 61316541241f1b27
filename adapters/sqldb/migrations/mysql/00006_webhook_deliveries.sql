-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE webhook_deliveries (
    sender          VARCHAR(64)  NOT NULL,
    message_id      VARCHAR(255) NOT NULL,
    entity          VARCHAR(32)  NOT NULL,
    entity_id       VARCHAR(255) NOT NULL,
    body            MEDIUMBLOB   NOT NULL,
    received_at     BIGINT       NOT NULL,
    due_at          BIGINT,
    PRIMARY KEY (sender, message_id),
    KEY webhook_deliveries_due (due_at),
    KEY webhook_deliveries_received (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE webhook_deliveries;

-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE receipt_mails (
    id          VARCHAR(64)  NOT NULL PRIMARY KEY,
    order_id    VARCHAR(36)  NOT NULL,
    address     VARCHAR(254) NOT NULL,
    asked_at    BIGINT       NOT NULL,
    attempts    INT          NOT NULL,
    due_at      BIGINT       NOT NULL,
    lease_token VARCHAR(36)  NOT NULL,
    KEY receipt_mails_due (due_at),
    KEY receipt_mails_asked (asked_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE receipt_mails;

-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE enrolment_codes (
    code_hash       CHAR(64)     NOT NULL PRIMARY KEY,
    register_id     VARCHAR(64)  NOT NULL,
    expires_at      BIGINT       NOT NULL,
    KEY enrolment_codes_register (register_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE enrolment_codes;

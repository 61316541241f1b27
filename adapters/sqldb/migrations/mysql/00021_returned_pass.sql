-- +goose NO TRANSACTION
-- +goose Up
-- How far the orders were looked through for what returned_with lacks: those of before it, and those that a version without it accepted
-- meanwhile. One row: first by id up to after_id, and once that is all (at_end) by when they were received, up to looked_at. Those received
-- within the minute before this may be committed only now.
DROP TABLE IF EXISTS returned_pass;
CREATE TABLE returned_pass (
    id        TINYINT  NOT NULL PRIMARY KEY,
    after_id  CHAR(36) NOT NULL,
    at_end    TINYINT  NOT NULL,
    looked_at BIGINT   NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO returned_pass (id, after_id, at_end, looked_at) VALUES (1, '', 0, CAST((UNIX_TIMESTAMP(NOW(6)) - 60) * 1000000 AS SIGNED));

-- +goose Down
DROP TABLE returned_pass;

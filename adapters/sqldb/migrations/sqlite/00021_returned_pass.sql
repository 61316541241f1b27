-- +goose Up
-- How far the orders were looked through for what returned_with lacks: those of before it, and those that a version without it accepted
-- meanwhile. One row: first by id up to after_id, and once that is all (at_end) by when they were received, up to looked_at. Those received
-- within the minute before this may be committed only now.
DROP TABLE IF EXISTS returned_pass;
CREATE TABLE returned_pass (
    id        INTEGER NOT NULL PRIMARY KEY,
    after_id  TEXT    NOT NULL,
    at_end    INTEGER NOT NULL,
    looked_at INTEGER NOT NULL
) STRICT;
INSERT INTO returned_pass (id, after_id, at_end, looked_at) VALUES (1, '', 0, CAST((unixepoch('subsec') - 60) * 1000000 AS INTEGER));

-- +goose Down
DROP TABLE returned_pass;

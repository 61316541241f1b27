-- +goose Up
CREATE TABLE enrolment_codes (
    code_hash   TEXT    NOT NULL PRIMARY KEY,
    register_id TEXT    NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_codes_register ON enrolment_codes (register_id);

-- +goose Down
DROP TABLE enrolment_codes;

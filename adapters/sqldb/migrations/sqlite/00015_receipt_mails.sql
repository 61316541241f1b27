-- +goose Up
CREATE TABLE receipt_mails (
    id          TEXT    NOT NULL PRIMARY KEY,
    order_id    TEXT    NOT NULL,
    address     TEXT    NOT NULL,
    asked_at    INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    lease_token TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_mails_due ON receipt_mails (due_at);
CREATE INDEX receipt_mails_asked ON receipt_mails (asked_at);

-- +goose Down
DROP TABLE receipt_mails;

package sqldb

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"github.com/tillway/tillway/gateway/pos"
)

// KeepMail stores a mail that is to be sent at once; one that waits already stays as it is. See mail.Queue.
func (db *DB) KeepMail(ctx context.Context, m pos.ReceiptMail) error {
	return db.inTx(ctx, "keep a mail", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO receipt_mails (id, order_id, address, asked_at, attempts, due_at, lease_token) VALUES "+placeholders(1, 7),
			m.ID, m.OrderID, m.Address, micros(m.AskedAt), 0, micros(m.AskedAt), "")
		if err != nil && db.dialect.duplicate(err) {
			return nil
		}
		return err
	})
}

// LeaseMails gives a worker up to limit due mails until the given time, the longest due first; see mail.Queue.
func (db *DB) LeaseMails(ctx context.Context, now, until time.Time, limit int) ([]pos.ReceiptMail, error) {
	var mails []pos.ReceiptMail
	err := db.inTx(ctx, "lease mails", func(ctx context.Context, tx *sql.Tx) error {
		var err error
		mails, err = queryAll(ctx, tx, scanMail, "SELECT id, order_id, address, asked_at, attempts FROM receipt_mails WHERE due_at <= ? ORDER BY due_at LIMIT ?"+
			db.dialect.skipLocked(), micros(now), limit)
		if err != nil || len(mails) == 0 {
			return err
		}
		token, args := uuid.NewString(), make([]any, 0, len(mails)+2)
		args = append(args, token, micros(until))
		for i := range mails {
			mails[i].Token = token
			mails[i].Attempts++
			args = append(args, mails[i].ID)
		}
		_, err = tx.ExecContext(ctx, "UPDATE receipt_mails SET lease_token = ?, attempts = attempts + 1, due_at = ? WHERE id IN "+placeholders(1, len(mails)), args...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return mails, nil
}

func scanMail(rows *sql.Rows) (pos.ReceiptMail, error) {
	var m pos.ReceiptMail
	var askedAt int64
	err := rows.Scan(&m.ID, &m.OrderID, &m.Address, &askedAt, &m.Attempts)
	m.AskedAt = fromMicros(askedAt)
	return m, err
}

// DropMail forgets a leased mail; see mail.Queue.
func (db *DB) DropMail(ctx context.Context, m pos.ReceiptMail) error {
	_, err := db.delete(ctx, "forget a mail", "DELETE FROM receipt_mails WHERE id = ? AND lease_token = ?", m.ID, m.Token)
	return err
}

// PostponeMail ends the lease of a mail that is to be tried again; see mail.Queue.
func (db *DB) PostponeMail(ctx context.Context, m pos.ReceiptMail, until time.Time) error {
	return db.inTx(ctx, "postpone a mail", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE receipt_mails SET due_at = ?, lease_token = '' WHERE id = ? AND lease_token = ?", micros(until), m.ID, m.Token)
		return err
	})
}

// PruneMails forgets mails that were asked for before a time and returns how many; see mail.Queue.
func (db *DB) PruneMails(ctx context.Context, before time.Time) (int, error) {
	return db.delete(ctx, "forget old mails", "DELETE FROM receipt_mails WHERE asked_at < ?", micros(before))
}

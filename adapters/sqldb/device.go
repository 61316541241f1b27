package sqldb

import (
	"context"
	"database/sql"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// PutCode stores an enrolment code for a register in place of the register's earlier ones; see register.Devices.
func (db *DB) PutCode(ctx context.Context, codeHash, registerID string, expires time.Time) error {
	return db.inTx(ctx, "store an enrolment code", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM enrolment_codes WHERE register_id = ?", registerID); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO enrolment_codes (code_hash, register_id, expires_at) VALUES (?, ?, ?)",
			codeHash, registerID, micros(expires))
		return err
	})
}

// UseCode consumes a code and stores the device for the code's register; see register.Devices. Errors: not_found;
// conflict, when the device's id is taken.
func (db *DB) UseCode(ctx context.Context, codeHash string, now time.Time, device pos.Device) (pos.Device, error) {
	err := db.inTx(ctx, "use an enrolment code", func(ctx context.Context, tx *sql.Tx) error {
		registers, err := queryAll(ctx, tx, scanString,
			"SELECT register_id FROM enrolment_codes WHERE code_hash = ? AND expires_at > ?"+db.dialect.forUpdate(), codeHash, micros(now))
		if err != nil {
			return err
		}
		if len(registers) == 0 {
			return decided{pos.NotFound("This enrolment code is unknown, used or expired; ask for a new one")}
		}
		device.RegisterID = registers[0]
		if _, err := tx.ExecContext(ctx, "DELETE FROM enrolment_codes WHERE code_hash = ?", codeHash); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO devices (id, register_id, label, enrolled_at, revoked_at) VALUES (?, ?, ?, ?, ?)",
			device.ID, device.RegisterID, device.Label, device.EnrolledAt, device.RevokedAt)
		if err != nil && db.dialect.duplicate(err) {
			return decided{pos.Conflict("This device is enrolled already")}
		}
		return err
	})
	if err != nil {
		return pos.Device{}, err
	}
	return device, nil
}

// Device returns a device, revoked or not. Errors: not_found.
func (db *DB) Device(ctx context.Context, id string) (pos.Device, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	scan := func(rows *sql.Rows) (pos.Device, error) {
		var d pos.Device
		return d, rows.Scan(&d.ID, &d.RegisterID, &d.Label, &d.EnrolledAt, &d.RevokedAt)
	}
	found, err := queryAll(ctx, db.read, scan,
		"SELECT id, register_id, label, enrolled_at, revoked_at FROM devices WHERE id = ?", id)
	if err != nil {
		return pos.Device{}, db.fail("read a device", err)
	}
	if len(found) == 0 {
		return pos.Device{}, pos.NotFound("This device is not enrolled")
	}
	return found[0], nil
}

// Revoke bars a device from now on; doing it again keeps the first time. Errors: not_found.
func (db *DB) Revoke(ctx context.Context, id string, at time.Time) error {
	return db.inTx(ctx, "revoke a device", func(ctx context.Context, tx *sql.Tx) error {
		found, err := queryAll(ctx, tx, scanString, "SELECT revoked_at FROM devices WHERE id = ?"+db.dialect.forUpdate(), id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return decided{pos.NotFound("This device is not enrolled")}
		}
		if found[0] != "" {
			return nil
		}
		_, err = tx.ExecContext(ctx, "UPDATE devices SET revoked_at = ? WHERE id = ?", at.UTC().Format(time.RFC3339), id)
		return err
	})
}

// LastCounter returns the highest receipt counter that the ledger holds for a register, 0 if none.
func (db *DB) LastCounter(ctx context.Context, registerID string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var last int64
	err := db.read.QueryRowContext(ctx, "SELECT COALESCE(MAX(counter), 0) FROM orders WHERE register_id = ?", registerID).Scan(&last)
	return last, db.fail("read a receipt counter", err)
}

func scanString(rows *sql.Rows) (string, error) {
	var s string
	return s, rows.Scan(&s)
}

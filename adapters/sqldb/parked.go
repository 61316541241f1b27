package sqldb

import (
	"context"
	"database/sql"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const parkedColumns = "id, location_id, register_id, staff_id, label, body, parked_at, expires_at, taken_by"

// Park stores a parked order; see order.Parking. What has expired makes room first.
func (db *DB) Park(ctx context.Context, p pos.Parked) error {
	return db.inTx(ctx, "park an order", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM parked_orders WHERE expires_at <= ?", micros(p.ParkedAt)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM parked_orders WHERE id = ? AND location_id = ?", p.ID, p.LocationID); err != nil {
			return err
		}
		var others, waiting int
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM parked_orders WHERE id = ?", p.ID).Scan(&others); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM parked_orders WHERE location_id = ? AND taken_by = ''", p.LocationID).Scan(&waiting); err != nil {
			return err
		}
		switch {
		case others > 0:
			return decided{pos.Conflict("An order with this id is parked elsewhere; park this one under an id of its own")}
		case waiting >= pos.MaxParked:
			return decided{pos.Conflict("%d orders wait parked here already; take one back or finish it first", pos.MaxParked)}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO parked_orders ("+parkedColumns+") VALUES "+placeholders(1, 9),
			p.ID, p.LocationID, p.RegisterID, p.StaffID, p.Label, p.Body, micros(p.ParkedAt), micros(p.ExpiresAt), "")
		return err
	})
}

// Parked returns what waits at a location, newest first, without bodies.
func (db *DB) Parked(ctx context.Context, locationID string, now time.Time) ([]pos.Parked, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	found, err := queryAll(ctx, db.read, scanParked, "SELECT id, location_id, register_id, staff_id, label, '', parked_at, expires_at, taken_by "+
		"FROM parked_orders WHERE location_id = ? AND taken_by = '' AND expires_at > ? ORDER BY parked_at DESC, id DESC LIMIT ?",
		locationID, micros(now), pos.MaxParked)
	return found, db.fail("list parked orders", err)
}

// Recall gives a parked order to a device, and to that device only; see order.Parking.
func (db *DB) Recall(ctx context.Context, locationID, id, deviceID string, now time.Time) (pos.Parked, error) {
	var p pos.Parked
	err := db.inTx(ctx, "take a parked order", func(ctx context.Context, tx *sql.Tx) error {
		// Written before it is read: of two that come at once the second waits here, and then finds it taken.
		_, err := tx.ExecContext(ctx, "UPDATE parked_orders SET taken_by = ? WHERE id = ? AND location_id = ? AND taken_by = ''", deviceID, id, locationID)
		if err != nil {
			return err
		}
		found, err := queryAll(ctx, tx, scanParked, "SELECT "+parkedColumns+" FROM parked_orders WHERE id = ? AND location_id = ? AND taken_by = ? AND expires_at > ?",
			id, locationID, deviceID, micros(now))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return decided{pos.NotFound("This parked order is no longer there: another register has taken it, or it has expired")}
		}
		p = found[0]
		return nil
	})
	return p, err
}

func scanParked(rows *sql.Rows) (pos.Parked, error) {
	var p pos.Parked
	var parkedAt, expiresAt int64
	err := rows.Scan(&p.ID, &p.LocationID, &p.RegisterID, &p.StaffID, &p.Label, &p.Body, &parkedAt, &expiresAt, &p.TakenBy)
	p.ParkedAt, p.ExpiresAt = fromMicros(parkedAt), fromMicros(expiresAt)
	return p, err
}

package sqldb

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// maxDevices bounds the list of devices.
const maxDevices = 10_000

// officeFilter adds the conditions of a filter that only head office sets.
func officeFilter(filter pos.OrderFilter, and func(condition string, values ...any)) {
	if len(filter.Locations) > 0 {
		and("location_id IN "+placeholders(1, len(filter.Locations)), anys(filter.Locations)...)
	}
	if len(filter.Registers) > 0 {
		and("register_id IN "+placeholders(1, len(filter.Registers)), anys(filter.Registers)...)
	}
	if !filter.From.IsZero() {
		and("received_at >= ?", micros(filter.From))
	}
	if !filter.To.IsZero() {
		and("received_at < ?", micros(filter.To))
	}
	if filter.Text != "" {
		// The body is JSON, in which some letters are written otherwise.
		text, _ := json.Marshal(filter.Text)
		escaped := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(string(text[1 : len(text)-1])))
		and("LOWER(body) LIKE ? ESCAPE '!'", "%"+escaped+"%")
	}
}

// SaveDeviceReport keeps how a device says it is doing, in place of what it said before.
func (db *DB) SaveDeviceReport(ctx context.Context, deviceID string, report pos.DeviceReport) error {
	body, err := json.Marshal(report)
	if err != nil {
		return err
	}
	return db.inTx(ctx, "store a device's report", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "REPLACE INTO device_reports (device_id, body) VALUES (?, ?)", deviceID, string(body))
		return err
	})
}

// KnownDevices returns all devices with their last reports, the newest enrolment first.
func (db *DB) KnownDevices(ctx context.Context) ([]pos.KnownDevice, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	scan := func(rows *sql.Rows) (pos.KnownDevice, error) {
		var d pos.KnownDevice
		var body sql.NullString
		err := rows.Scan(&d.ID, &d.RegisterID, &d.Label, &d.EnrolledAt, &d.RevokedAt, &body)
		if err == nil && body.Valid {
			err = json.Unmarshal([]byte(body.String), &d.Report)
		}
		return d, err
	}
	found, err := queryAll(ctx, db.read, scan, "SELECT d.id, d.register_id, d.label, d.enrolled_at, d.revoked_at, r.body "+
		"FROM devices d LEFT JOIN device_reports r ON r.device_id = d.id ORDER BY d.enrolled_at DESC, d.id LIMIT ?", maxDevices)
	return found, db.fail("list devices", err)
}

package sqldb

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// errRaced says that another call stored the same rows first: what was read before is out of date.
var errRaced = errors.New("another call stored the same shift events")

// AddShiftEvents stores valid events once each; see register.ShiftStore.
func (db *DB) AddShiftEvents(ctx context.Context, deviceID string, now time.Time, events []pos.ShiftEvent) ([]pos.ShiftEventResult, error) {
	var results []pos.ShiftEventResult
	for {
		err := db.inTx(ctx, "store shift events", func(ctx context.Context, tx *sql.Tx) error {
			var err error
			results, err = db.addShiftEvents(ctx, tx, deviceID, now, events)
			return err
		})
		if !errors.Is(err, errRaced) {
			return results, err
		}
	}
}

func (db *DB) addShiftEvents(ctx context.Context, tx *sql.Tx, deviceID string, now time.Time, events []pos.ShiftEvent) ([]pos.ShiftEventResult, error) {
	known, err := readKnownShifts(ctx, tx, events)
	if err != nil {
		return nil, err
	}
	results := make([]pos.ShiftEventResult, len(events))
	for i, e := range events {
		results[i] = known.judge(e)
		if results[i].Outcome != pos.ShiftEventReceived {
			continue
		}
		body, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("encode shift event %s: %w", e.ID, err)
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO shift_events (id, shift_id, location_id, register_id, device_id, hash, at, body, received_at) VALUES "+placeholders(1, 9),
			e.ID, e.ShiftID, e.LocationID, e.RegisterID, deviceID, e.Hash(), micros(e.At), string(body), micros(now))
		if err != nil && db.dialect.duplicate(err) {
			return nil, decided{errRaced}
		}
		if err != nil {
			return nil, err
		}
	}
	return results, nil
}

// knownShifts is what is stored under the ids of some events.
type knownShifts struct {
	hashes    map[string]string // by event
	registers map[string]string // by shift
}

func readKnownShifts(ctx context.Context, tx *sql.Tx, events []pos.ShiftEvent) (knownShifts, error) {
	known := knownShifts{map[string]string{}, map[string]string{}}
	var ids, shifts []any
	for _, e := range events {
		ids, shifts = append(ids, e.ID), append(shifts, e.ShiftID)
	}
	into := func(m map[string]string) func(rows *sql.Rows) (struct{}, error) {
		return func(rows *sql.Rows) (struct{}, error) {
			var key, value string
			err := rows.Scan(&key, &value)
			m[key] = value
			return struct{}{}, err
		}
	}
	if _, err := queryAll(ctx, tx, into(known.hashes), "SELECT id, hash FROM shift_events WHERE id IN "+placeholders(1, len(ids)), ids...); err != nil {
		return known, err
	}
	_, err := queryAll(ctx, tx, into(known.registers), "SELECT DISTINCT shift_id, register_id FROM shift_events WHERE shift_id IN "+placeholders(1, len(shifts)), shifts...)
	return known, err
}

// judge says what becomes of an event, and knows it from then on.
func (k knownShifts) judge(e pos.ShiftEvent) pos.ShiftEventResult {
	hash, known := k.hashes[e.ID]
	register, begun := k.registers[e.ShiftID]
	switch {
	case known && hash == e.Hash():
		return pos.ShiftEventResult{ID: e.ID, Outcome: pos.ShiftEventDuplicate}
	case known:
		return pos.ShiftEventResult{ID: e.ID, Outcome: pos.ShiftEventConflict,
			Message: "An event with this id and other contents is stored already; send this one under an id of its own"}
	case begun && register != e.RegisterID:
		return pos.ShiftEventResult{ID: e.ID, Outcome: pos.ShiftEventConflict,
			Message: "This shift belongs to another register; open a shift of this register"}
	}
	k.hashes[e.ID], k.registers[e.ShiftID] = e.Hash(), e.RegisterID
	return pos.ShiftEventResult{ID: e.ID, Outcome: pos.ShiftEventReceived}
}

// ShiftEvents returns the events of shifts; see register.ShiftStore.
func (db *DB) ShiftEvents(ctx context.Context, shiftIDs []string) ([]pos.ShiftEvent, error) {
	if len(shiftIDs) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	scan := func(rows *sql.Rows) (pos.ShiftEvent, error) {
		var body []byte
		var e pos.ShiftEvent
		if err := rows.Scan(&body); err != nil {
			return e, err
		}
		return e, json.Unmarshal(body, &e)
	}
	found, err := queryAll(ctx, db.read, scan, "SELECT body FROM shift_events WHERE shift_id IN "+placeholders(1, len(shiftIDs)), anys(shiftIDs)...)
	return found, db.fail("read shift events", err)
}

// ShiftIDs returns the shifts of a register in which something happened; see register.ShiftStore.
func (db *DB) ShiftIDs(ctx context.Context, registerID string, from, to time.Time, first int) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	found, err := queryAll(ctx, db.read, scanString, "SELECT shift_id FROM shift_events WHERE register_id = ? AND at >= ? AND at < ? "+
		"GROUP BY shift_id ORDER BY MIN(at) DESC, shift_id DESC LIMIT ?", registerID, micros(from), micros(to), first)
	return found, db.fail("list shifts", err)
}

// ShiftOrders calls add with each order of some shifts, archived ones too; see register.ShiftStore.
func (db *DB) ShiftOrders(ctx context.Context, shiftIDs []string, add func(pos.Order)) error {
	if len(shiftIDs) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	scan := func(rows *sql.Rows) (struct{}, error) {
		var o pos.Order
		var body []byte
		if err := rows.Scan(&o.State, &body); err != nil {
			return struct{}{}, err
		}
		if err := json.Unmarshal(body, &o.OrderInput); err != nil {
			return struct{}{}, err
		}
		add(o)
		return struct{}{}, nil
	}
	in, ids := placeholders(1, len(shiftIDs)), anys(shiftIDs)
	// One statement, so that an order that is being archived is in it once.
	_, err := queryAll(ctx, db.read, scan, "SELECT state, body FROM orders WHERE shift_id IN "+in+
		" UNION ALL SELECT state, body FROM archived_orders WHERE shift_id IN "+in, append(ids, ids...)...)
	return db.fail("read the orders of shifts", err)
}

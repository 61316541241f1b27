package sqldb

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// Order returns one order, an archived one too. Errors: not_found; unavailable.
func (db *DB) Order(ctx context.Context, id string) (pos.Order, error) {
	o, err := db.one(ctx, queryWhole, "WHERE id = ?", id)
	if pos.KindOf(err) != pos.KindNotFound {
		return o, err
	}
	return db.one(ctx, queryArchived, "WHERE id = ?", id)
}

// OrderByShopID finds the order that was placed as Magento's order with this entity id. Errors: not_found, also when it was
// archived; unavailable.
func (db *DB) OrderByShopID(ctx context.Context, shopOrderID string) (pos.Order, error) {
	return db.one(ctx, queryOrders, "WHERE shop_order_id = ? ORDER BY id LIMIT 1", shopOrderID)
}

func (db *DB) one(ctx context.Context, query func(ctx context.Context, q querier, tail string, args ...any) ([]*row, error), where string, arg any) (pos.Order, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	found, err := query(ctx, db.read, where, arg)
	if err != nil {
		return pos.Order{}, db.fail("read an order", err)
	}
	if len(found) == 0 {
		return pos.Order{}, pos.NotFound("There is no such order in the ledger")
	}
	return found[0].order, nil
}

// Orders returns a page, newest received first and without files; see order.Ledger. An archived order is found by its receipt number only. Errors: invalid; unavailable.
func (db *DB) Orders(ctx context.Context, filter pos.OrderFilter, after string, first int) (pos.OrderPage, error) {
	where, args := []string{"received_at > 0"}, []any{} // not what was archived
	and := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	switch {
	case filter.Waits == pos.WaitHandOver:
		and("pickup_at = ?", filter.LocationID)
	case filter.Waits == pos.WaitPayment:
		and("owed_at = ?", filter.LocationID)
	case filter.LocationID != "":
		and("location_id = ?", filter.LocationID)
	}
	if filter.RegisterID != "" {
		and("register_id = ?", filter.RegisterID)
	}
	if len(filter.States) > 0 {
		and("state IN "+placeholders(1, len(filter.States)), anys(states(filter.States))...)
	}
	officeFilter(filter, and)
	if filter.Receipt != "" {
		// A register's id may hold dashes, its counter cannot.
		at := strings.LastIndexByte(filter.Receipt, '-')
		counter, err := strconv.ParseInt(filter.Receipt[at+1:], 10, 64)
		if at < 1 || err != nil {
			return pos.OrderPage{}, nil
		}
		and("register_id = ? AND counter = ?", filter.Receipt[:at], counter)
	}
	if after != "" {
		received, id, err := decodeCursor(after)
		if err != nil {
			return pos.OrderPage{}, err
		}
		and("(received_at < ? OR (received_at = ? AND id < ?))", received, received, id)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	tail := "WHERE " + strings.Join(where, " AND ") + " ORDER BY received_at DESC, id DESC LIMIT ?"
	found, err := queryOrders(ctx, db.read, tail, append(args, first+1)...)
	if err == nil && len(found) == 0 && filter.Receipt != "" { // a receipt is looked for wherever it is
		found, err = queryArchived(ctx, db.read, tail, append(args, first+1)...)
	}
	if err != nil {
		return pos.OrderPage{}, db.fail("list orders", err)
	}
	var page pos.OrderPage
	if len(found) > first {
		found = found[:first]
		page.Next = encodeCursor(found[first-1].order)
	}
	for _, r := range found {
		page.Orders = append(page.Orders, r.order)
	}
	return page, nil
}

func states(list []pos.OrderState) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

func encodeCursor(o pos.Order) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(micros(o.ReceivedAt), 10) + " " + o.ID))
}

func decodeCursor(cursor string) (received int64, id string, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		number, rest, ok := strings.Cut(string(raw), " ")
		received, err = strconv.ParseInt(number, 10, 64)
		if ok && err == nil {
			return received, rest, nil
		}
	}
	return 0, "", pos.Invalid("The cursor is not one that this list gave; start from the first page")
}

package db

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// defaultStock is the stock whose numbers are kept in cataloginventory_stock_status. MSI shows it as a view,
// inventory_stock_1, over that table; reading the table also works where MSI was removed.
const defaultStock = 1

// Stock returns the level of every SKU that the stock index of the store's website knows, by ascending SKU.
func (s *Source) Stock(ctx context.Context, store pos.Store) ([]pos.StockLevel, error) {
	var levels []pos.StockLevel
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		var err error
		levels, err = loadStock(ctx, r, store.StockID, func(string) (string, []any) { return "TRUE", nil })
		return err
	})
	return levels, err
}

// StockBySKU returns the levels of those of the given SKUs that the stock index knows, by ascending SKU. Letter case is
// ignored, as in Magento.
func (s *Source) StockBySKU(ctx context.Context, store pos.Store, skus []string) ([]pos.StockLevel, error) {
	var levels []pos.StockLevel
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		for some := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(skus))), maxPage) {
			part, err := loadStock(ctx, r, store.StockID, func(column string) (string, []any) { return among(column, some) })
			if err != nil {
				return err
			}
			levels = append(levels, part...)
		}
		return nil
	})
	sortLevels(levels)
	return slices.CompactFunc(levels, func(a, b pos.StockLevel) bool { return a.SKU == b.SKU }), err
}

// level is one row of the stock index.
type level struct {
	sku      string
	key      string // the SKU in lower case
	quantity decimal.Decimal
	inStock  bool
	parts    bool // a composite: its quantity means nothing
}

func loadStock(ctx context.Context, r *reader, stock int64, where func(column string) (string, []any)) ([]pos.StockLevel, error) {
	reserved, err := loadReserved(ctx, r, stock, where)
	if err != nil {
		return nil, err
	}
	items, err := loadItems(ctx, r, where)
	if err != nil {
		return nil, err
	}
	var levels []pos.StockLevel
	err = eachLevel(ctx, r, stock, where, func(l level) {
		out := pos.StockLevel{SKU: l.sku, InStock: l.inStock, Whole: !l.parts && !items.fractions[l.key]}
		if !l.parts && items.counts(l.key) {
			salable := l.quantity
			if r, ok := reserved[l.key]; ok {
				salable = salable.Add(r)
			}
			if m := items.minimum(l.key); !m.IsZero() {
				salable = salable.Sub(m)
			}
			out.Salable = &salable
		}
		out.Rules = items.rulesOf(l)
		if len(levels) == cap(levels) { // of all, append would copy most many times over
			levels = slices.Grow(levels, len(levels)+1)
		}
		levels = append(levels, out)
	})
	sortLevels(levels)
	return slices.CompactFunc(levels, func(a, b pos.StockLevel) bool { return a.SKU == b.SKU }), err
}

func sortLevels(levels []pos.StockLevel) {
	slices.SortFunc(levels, func(a, b pos.StockLevel) int { return cmp.Compare(a.SKU, b.SKU) })
}

// eachLevel reads the stock index, which knows nothing of reservations. A SKU without a product counts as no composite.
func eachLevel(ctx context.Context, r *reader, stock int64, where func(string) (string, []any), visit func(level)) error {
	composites := map[string]bool{}
	condition, args := where("sku")
	err := r.each(ctx, "composites", `
		SELECT sku FROM {catalog_product_entity} WHERE type_id IN ('configurable', 'bundle', 'grouped') AND `+condition, args,
		func(c *row) { composites[strings.ToLower(c.text(0))] = true })
	if err != nil {
		return err
	}
	query := "SELECT sku, quantity, is_salable FROM {inventory_stock_" + strconv.FormatInt(stock, 10) + "} WHERE " + condition
	if stock == defaultStock {
		condition, args = where("e.sku")
		query = `SELECT e.sku, i.qty, i.stock_status FROM {cataloginventory_stock_status} i
			JOIN {catalog_product_entity} e ON e.entity_id = i.product_id
			WHERE i.stock_id = ` + strconv.Itoa(defaultStock) + ` AND ` + condition
	}
	amounts := newPool()
	return r.each(ctx, "stock", query, args, func(c *row) {
		sku := c.text(0)
		key := strings.ToLower(sku)
		visit(level{sku: sku, key: key, quantity: amounts.decimal(c.bytes(1)), inStock: c.integer(2) == 1, parts: composites[key]})
	})
}

// loadReserved sums the reservations by lower-case SKU: minus for what was ordered, plus once it was shipped or cancelled.
func loadReserved(ctx context.Context, r *reader, stock int64, where func(string) (string, []any)) (map[string]decimal.Decimal, error) {
	reserved := map[string]decimal.Decimal{}
	condition, args := where("sku")
	err := r.each(ctx, "reservations", `
		SELECT sku, SUM(quantity) FROM {inventory_reservation} WHERE stock_id = ? AND `+condition+` GROUP BY sku`,
		append([]any{stock}, args...), func(c *row) {
			key := strings.ToLower(c.text(0))
			reserved[key] = reserved[key].Add(parseDecimal(c.bytes(1)))
		})
	if isMissingTable(err) { // MSI was removed: nothing is reserved
		return reserved, nil
	}
	return reserved, err
}

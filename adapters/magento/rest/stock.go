package rest

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// stockPortion bounds how many SKUs one call asks for; Magento looks each up on its own.
	stockPortion = 100
	// stockAddress bounds the length of their list in the address: web servers refuse more than 8 KB.
	stockAddress = 4000
	stockAtOnce  = 4
)

// compositeTypes have no salable quantity of their own.
const compositeTypes = "configurable,bundle,grouped"

type wireLevel struct {
	SKU     text   `json:"sku"`
	Qty     number `json:"qty"`
	Salable flag   `json:"is_salable"`
}

// counted reports whether a quantity is meant. Of what is not counted Magento answers that it is salable, and 0
// (InventoryExportStock\Model\PreciseExportStockProcessor, its ResourceModel\StockIndexDumpProcessor). What is counted is
// salable at 0 only where it may be backordered: there 0 is taken for no quantity too.
func (l wireLevel) counted() bool { return !bool(l.Salable) || !l.Qty.IsZero() }

// Stock returns the level of every SKU in the stock of the store's website, by ascending SKU.
//
// The index dump names all SKUs in one answer but leaves reservations out, so the quantities are read again by the export
// that counts them; whether a SKU is in stock is what the index says.
func (c *Client) Stock(ctx context.Context, store pos.Store) ([]pos.StockLevel, error) {
	var index []wireLevel
	path := "/inventory/dump-stock-index-data/website/" + url.PathEscape(store.WebsiteCode)
	if err := c.get(ctx, "", "/V1/inventory/dump-stock-index-data/{type}/{code}", path, nil, &index); err != nil {
		return nil, err
	}
	skus := make([]string, len(index))
	for i, l := range index {
		skus[i] = string(l.SKU)
	}
	var exact map[string]wireLevel
	var composite map[string]bool
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) { exact, err = c.salable(gctx, store, skus); return err })
	g.Go(func() (err error) { composite, err = c.composites(gctx, store); return err })
	g.Go(func() error { return c.readItems(gctx) })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	uncounted := maps.Clone(composite)
	items := map[string]stockItem{}
	for i, l := range index {
		if e, ok := exact[string(l.SKU)]; ok {
			index[i].Qty = e.Qty
			l = e
		}
		if !l.counted() {
			uncounted[string(l.SKU)] = true
		}
		items[string(l.SKU)], _ = c.items.get(c.now(), string(l.SKU))
	}
	return levels(index, uncounted, composite, items), nil
}

// StockBySKU returns the levels of those of the given SKUs that the stock knows, by ascending SKU. Letter case is ignored.
// Whether a SKU is in stock is Magento's answer of the moment, reservations counted.
func (c *Client) StockBySKU(ctx context.Context, store pos.Store, skus []string) ([]pos.StockLevel, error) {
	if len(skus) == 0 {
		return nil, nil
	}
	exact, err := c.salable(ctx, store, skus)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, sku := range skus {
		asked[strings.ToLower(sku)] = true
	}
	uncounted, composite := map[string]bool{}, map[string]bool{}
	var found []wireLevel
	var names []string
	for sku, l := range exact {
		if asked[strings.ToLower(sku)] {
			found = append(found, l)
			names = append(names, sku)
			uncounted[sku] = !l.counted()
		}
	}
	for _, portion := range skuPortions(names) {
		query := skuSearch(portion).where("type_id", "in", compositeTypes).limit(len(portion)).fields("items[id,sku,type_id],total_count").query()
		var page productList
		if err := c.get(ctx, store.Code, "/V1/products", "/products", query, &page); err != nil {
			return nil, err
		}
		for _, w := range page.Items {
			uncounted[string(w.SKU)], composite[string(w.SKU)] = true, true
		}
	}
	items, err := c.itemsOf(ctx, names)
	if err != nil {
		return nil, err
	}
	return levels(found, uncounted, composite, items), nil
}

// levels makes documents, each SKU once, by ascending SKU. Composites are uncounted too.
func levels(list []wireLevel, uncounted, composite map[string]bool, items map[string]stockItem) []pos.StockLevel {
	out := make([]pos.StockLevel, 0, len(list))
	for _, l := range list {
		item := items[string(l.SKU)]
		if composite[string(l.SKU)] {
			item = item.ofComposite()
		}
		level := pos.StockLevel{SKU: string(l.SKU), InStock: bool(l.Salable), Whole: item.whole, Rules: item.rules}
		if !uncounted[level.SKU] {
			level.Salable = &l.Qty.Decimal
		}
		out = append(out, level)
	}
	slices.SortStableFunc(out, func(a, b pos.StockLevel) int { return cmp.Compare(a.SKU, b.SKU) })
	return slices.CompactFunc(out, func(a, b pos.StockLevel) bool { return a.SKU == b.SKU })
}

// salable reads salable quantities with reservations, by SKU as Magento writes it. It asks by SKU, not by page: the export's
// pages are of products by offset, and lose rows.
func (c *Client) salable(ctx context.Context, store pos.Store, skus []string) (map[string]wireLevel, error) {
	path := "/inventory/export-stock-salable-qty/website/" + url.PathEscape(store.WebsiteCode)
	portions := skuPortions(skus)
	answers := make([][]wireLevel, len(portions))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(stockAtOnce)
	for i, portion := range portions {
		g.Go(func() error {
			var page struct {
				Items []wireLevel `json:"items"`
			}
			query := skuSearch(portion).limit(len(portion)).query()
			err := c.get(gctx, store.Code, "/V1/inventory/export-stock-salable-qty/{type}/{code}", path, query, &page)
			answers[i] = page.Items
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	bySKU := make(map[string]wireLevel, len(skus))
	for _, items := range answers {
		for _, l := range items {
			bySKU[string(l.SKU)] = l
		}
	}
	return bySKU, nil
}

// composites returns the SKUs that have no salable quantity of their own.
func (c *Client) composites(ctx context.Context, store pos.Store) (map[string]bool, error) {
	found := map[string]bool{}
	err := c.eachSKU(ctx, store.Code, "type_id", compositeTypes, func(w wireProduct) { found[string(w.SKU)] = true })
	return found, err
}

// skuPortions splits SKUs into lists that fit into an address. A SKU with a comma goes alone, since lists are split at
// commas.
func skuPortions(skus []string) [][]string {
	var portions [][]string
	var current []string
	length := 0
	flush := func() {
		if len(current) > 0 {
			portions = append(portions, current)
		}
		current, length = nil, 0
	}
	for _, sku := range skus {
		if strings.Contains(sku, ",") {
			portions = append(portions, []string{sku})
			continue
		}
		n := len(url.QueryEscape(sku)) + len("%2C")
		if len(current) == stockPortion || length+n > stockAddress {
			flush()
		}
		current = append(current, sku)
		length += n
	}
	flush()
	return portions
}

func skuSearch(portion []string) *search {
	if len(portion) == 1 {
		return newSearch().where("sku", "eq", portion[0])
	}
	return newSearch().among("sku", portion)
}

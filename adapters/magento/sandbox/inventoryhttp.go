package sandbox

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// sources are the shop's four sources, as recorded.
func sources() []object {
	store := func(code, name, email string, latitude, longitude float64, region int, regionName, city, street, postcode string) object {
		return pairs("source_code", code, "name", name, "email", email, "contact_name", "Mgr", "enabled", true,
			"latitude", latitude, "longitude", longitude, "country_id", "US", "region_id", region, "region", regionName,
			"city", city, "street", street, "postcode", postcode, "phone", "5551234", "use_default_carrier_config", true,
			"carrier_links", list{}, "extension_attributes", pairs("is_pickup_location_active", true, "frontend_name", name))
	}
	return []object{
		pairs("source_code", "default", "name", "Default Source", "enabled", true, "description", "Default Source", "latitude", 0,
			"longitude", 0, "country_id", "US", "postcode", "00000", "use_default_carrier_config", true, "carrier_links", list{},
			"extension_attributes", pairs("is_pickup_location_active", false, "frontend_name", "")),
		store("store_la", "Store LA", "la@example.com", 34.1016, -118.3387, 12, "California", "Los Angeles", "6801 Hollywood Blvd", "90028"),
		store("store_nyc", "Store NYC", "nyc@example.com", 40.7484, -73.9857, 43, "New York", "New York", "350 5th Ave", "10001"),
		pairs("source_code", "warehouse", "name", "Central warehouse", "enabled", true, "country_id", "US", "region_id", 41,
			"region", "New Jersey", "city", "Newark", "street", "1 Dock St", "postcode", "07102", "phone", "5550000",
			"use_default_carrier_config", true, "carrier_links", list{},
			"extension_attributes", pairs("is_pickup_location_active", false, "frontend_name", "Central warehouse")),
	}
}

func source(code string) (object, bool) {
	for _, o := range sources() {
		if o[0].value == code {
			return o, true
		}
	}
	return nil, false
}

// retailSources sell for the website, by priority.
func retailSources() []string { return []string{"warehouse", "store_nyc", "store_la"} }

func stocks() []object {
	channel := func(channels ...any) object {
		return pairs("sales_channels", append(list{}, channels...))
	}
	return []object{
		pairs("stock_id", defaultStock, "name", "Default Stock", "extension_attributes", channel()),
		pairs("stock_id", retailStock, "name", "Retail stock",
			"extension_attributes", channel(pairs("type", "website", "code", "base"))),
	}
}

func (s *Sandbox) searchSources(r *request) (any, error) {
	return objects(nil, unknownColumn, "source_code", "name", "enabled", "country_id", "region_id", "postcode").search(sources(), r)
}

func (s *Sandbox) getSource(r *request) (any, error) {
	if o, ok := source(r.vars[0]); ok {
		return o, nil
	}
	return nil, &refusal{status: 404, message: `Source with code "%value" does not exist.`, params: pairs("value", r.vars[0])}
}

func (s *Sandbox) searchStocks(r *request) (any, error) {
	return objects(nil, unknownColumn, "stock_id", "name").search(stocks(), r)
}

func (s *Sandbox) searchStockSourceLinks(r *request) (any, error) {
	rows := []object{pairs("stock_id", defaultStock, "source_code", "default", "priority", 1)}
	for i, code := range retailSources() {
		rows = append(rows, pairs("stock_id", retailStock, "source_code", code, "priority", i+1))
	}
	return objects(nil, unknownColumn, "stock_id", "source_code", "priority").search(rows, r)
}

func (s *Sandbox) resolveStock(r *request) (any, error) {
	if err := channel(r); err != nil {
		return nil, err
	}
	return stocks()[1], nil
}

func channel(r *request) error {
	if r.vars[0] != "website" || r.vars[1] != "base" {
		return refuse(404, "No linked stock found")
	}
	return nil
}

func (s *Sandbox) sourcesOfStock(r *request) (any, error) {
	codes := retailSources()
	if text(r.vars[0]).int64() == defaultStock {
		codes = []string{"default"}
	}
	return listOf(codes, func(code string) any { o, _ := source(code); return o }), nil
}

func (s *Sandbox) searchSourceItems(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	columns := []string{"source_item_id", "sku", "source_code", "quantity", "status"}
	t := table[*sourceItem]{
		column: func(i *sourceItem, field string) []any {
			return []any{[]any{i.ID, i.SKU, i.Source, i.Quantity, i.Status}[slices.Index(columns, field)]}
		},
		known: func(field string) bool { return slices.Contains(columns, field) }, unknown: unknownColumn,
		render: func(i *sourceItem) any {
			return pairs("sku", i.SKU, "source_code", i.Source, "quantity", i.Quantity, "status", i.Status)
		},
	}
	rows := s.shop.stock.items
	if c, err := parseCriteria(r.query); err == nil {
		if sku, ok := c.only("sku"); ok {
			rows = s.shop.stock.bySKU[strings.ToLower(sku)]
		}
	}
	return t.search(rows, r)
}

func (s *Sandbox) saveSourceItems(r *request) (any, error) {
	var in struct {
		SourceItems []struct {
			SKU        string          `json:"sku"`
			SourceCode string          `json:"source_code"`
			Quantity   decimal.Decimal `json:"quantity"`
			Status     *text           `json:"status"`
		} `json:"sourceItems"`
	}
	if err := r.decode(&in, "sourceItems"); err != nil {
		return nil, err
	}
	var items []sourceItem
	for _, i := range in.SourceItems {
		status := number(i.Quantity.IsPositive())
		if i.Status != nil {
			status = int(i.Status.int64())
		}
		items = append(items, sourceItem{SKU: i.SKU, Source: i.SourceCode, Quantity: i.Quantity, Status: status})
	}
	return list{}, s.shop.putSourceItems(items)
}

// salable answers with what fn makes of the product and the stock in the path. Errors: as recorded, a crash for an unknown
// SKU and a refusal for a composite.
func (s *Sandbox) salable(r *request, fn func(p *product, stockID int64) any) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	p, err := s.shop.product(r.vars[0])
	if err != nil {
		return nil, crash()
	}
	return fn(p, text(r.vars[1]).int64()), nil
}

func (s *Sandbox) salableQuantity(r *request) (any, error) {
	answer, err := s.salable(r, func(p *product, stockID int64) any {
		if composite(p.Type) {
			return nil
		}
		return s.shop.stock.salable(p.SKU, stockID)
	})
	if err == nil && answer == nil {
		return nil, refuse(400, "Can't check requested quantity for products without Source Items support.")
	}
	return answer, err
}

func (s *Sandbox) isProductSalable(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	p, err := s.shop.product(r.vars[0])
	return err == nil && s.shop.isSalable(p, text(r.vars[1]).int64()), nil
}

func (s *Sandbox) areProductsSalable(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	stockID := text(r.query.Get("stockId")).int64()
	asked := map[int]string{}
	for key, values := range r.query {
		if path := bracketPath(key); path[0] == "skus" && len(path) == 2 {
			asked[index(path[1])] = values[0]
		}
	}
	return listOf(inOrder(asked), func(sku string) any {
		p, err := s.shop.product(sku)
		return pairs("sku", sku, "stock_id", stockID, "salable", err == nil && s.shop.isSalable(p, stockID))
	}), nil
}

func (s *Sandbox) isSalableForQty(r *request) (any, error) {
	qty, err := decimal.NewFromString(r.vars[2])
	if err != nil {
		return nil, refuse(400, "Invalid type for value: requestedQty")
	}
	return s.salable(r, func(p *product, stockID int64) any {
		fail := func(code, message string) any {
			return pairs("salable", false, "errors", list{pairs("code", code, "message", message)})
		}
		switch {
		case qty.GreaterThan(decimal.NewFromInt(maxSaleQty)):
			return fail("is_correct_qty-max_sale_qty", "The requested qty exceeds the maximum qty allowed in shopping cart")
		case !composite(p.Type) && qty.GreaterThan(s.shop.stock.salable(p.SKU, stockID)):
			return fail("is_salable_with_reservations-not_enough_qty", "The requested qty is not available")
		default:
			return pairs("salable", true, "errors", list{})
		}
	})
}

// dumpStockIndex is the stock index: without reservations.
func (s *Sandbox) dumpStockIndex(r *request) (any, error) {
	if err := channel(r); err != nil {
		return nil, err
	}
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	return listOf(s.shop.products, func(p *product) any {
		return pairs("sku", p.SKU, "qty", s.shop.stock.indexed(p.SKU, retailStock), "is_salable", s.shop.isSalable(p, retailStock))
	}), nil
}

// exportSalable is salable quantity with reservations, paged by product: a SKU without a source in the stock is missing
// from its page. A composite has 0.
func (s *Sandbox) exportSalable(r *request) (any, error) {
	if err := channel(r); err != nil {
		return nil, err
	}
	c, err := parseCriteria(r.query)
	if err != nil {
		return nil, err
	}
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	found, _, err := s.shop.productTable(nil).find(s.shop.products, c)
	if err != nil {
		return nil, err
	}
	items := list{}
	for _, p := range found {
		qty := decimal.Zero
		if !composite(p.Type) {
			if !s.shop.stock.assigned(p.SKU, retailStock) {
				continue
			}
			qty = s.shop.stock.salable(p.SKU, retailStock)
		}
		items = append(items, pairs("sku", p.SKU, "qty", qty, "is_salable", s.shop.isSalable(p, retailStock)))
	}
	return pairs("items", items, "search_criteria", c.echo(), "total_count", len(items)), nil
}

func (s *Sandbox) legacyStockItem(r *request) (any, error) {
	return s.withProduct(r, func(p *product) (any, error) { return s.shop.stockItem(p), nil })
}

// lowStock lists the stock items that hold so much or less, by offset.
func (s *Sandbox) lowStock(r *request) (any, error) {
	most, err := decimal.NewFromString(r.query.Get("qty"))
	if err != nil {
		return nil, refuse(400, "The \"qty\" value's type is invalid. The \"float\" type was expected. Verify and try again.")
	}
	page, size := int(text(r.query.Get("currentPage")).int64()), int(text(r.query.Get("pageSize")).int64())
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	items := list{}
	for _, p := range s.shop.products {
		if item := s.shop.stockItem(p); item.get("qty").(decimal.Decimal).LessThanOrEqual(most) {
			items = append(items, item)
		}
	}
	total := len(items)
	if size > 0 {
		from := min((max(page, 1)-1)*size, total)
		items = items[from:min(from+size, total)]
	}
	return pairs("items", items, "total_count", total), nil
}

func (s *Sandbox) legacyStockStatus(r *request) (any, error) {
	return s.withProduct(r, func(p *product) (any, error) {
		return pairs("product_id", p.ID, "stock_id", defaultStock, "qty", s.shop.stock.salable(p.SKU, retailStock),
			"stock_status", number(s.shop.isSalable(p, retailStock)), "stock_item", s.shop.stockItem(p)), nil
	})
}

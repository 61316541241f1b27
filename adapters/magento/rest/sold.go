package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// What an imported order must know of its store view and of its products changes rarely; a product that was deleted is
// noticed when its entry has aged.
const (
	salesCacheAge  = 5 * time.Minute
	salesCacheSize = 20_000
	soldPerCall    = 50
)

// salesCache keeps what importing orders needs, so that most take one call.
type salesCache struct {
	mu       sync.Mutex
	stores   map[string]aged[pos.Store]
	products map[string]aged[soldProduct] // by lower-case SKU
}

type aged[T any] struct {
	value T
	at    time.Time
}

// soldProduct is what an order line says about its product, besides what was charged.
type soldProduct struct {
	ID         ident           `json:"id"`
	SKU        text            `json:"sku"`
	Name       string          `json:"name"`
	Type       pos.ProductType `json:"type_id"`
	Weight     number          `json:"weight"`
	Price      number          `json:"price"`
	Attributes []soldAttribute `json:"custom_attributes"`
	Extension  lenient[struct {
		Bundle []wireBundleOption `json:"bundle_product_options"`
	}] `json:"extension_attributes"`
}

type soldAttribute struct {
	Code  string          `json:"attribute_code"`
	Value json.RawMessage `json:"value"`
}

func (p soldProduct) virtual() bool {
	return p.Type == pos.TypeVirtual || p.Type == pos.TypeDownloadable
}

func (p soldProduct) taxClass() int64 {
	for _, a := range p.Attributes {
		if a.Code == "tax_class_id" {
			id, _ := strconv.ParseInt(scalarText(a.Value), 10, 64) // none is class 0, untaxed
			return id
		}
	}
	return 0
}

// salesStore is Store, remembered for a while.
func (c *Client) salesStore(ctx context.Context, code string) (pos.Store, error) {
	c.sales.mu.Lock()
	known, ok := c.sales.stores[code]
	c.sales.mu.Unlock()
	if ok && c.now().Sub(known.at) < salesCacheAge {
		return known.value, nil
	}
	store, err := c.Store(ctx, code)
	if err != nil {
		return pos.Store{}, err
	}
	c.sales.mu.Lock()
	defer c.sales.mu.Unlock()
	if c.sales.stores == nil {
		c.sales.stores = map[string]aged[pos.Store]{}
	}
	c.sales.stores[code] = aged[pos.Store]{store, c.now()}
	return store, nil
}

// soldProducts returns the products of the lines, and of the parts of bundles among them, by lower-case SKU: Magento ignores
// letter case in SKUs. Errors: invalid with CodeUnknownSKU, when Magento has one no longer, or with CodeRejectedByShop for a
// composite of which nobody knows what was handed over.
func (c *Client) soldProducts(ctx context.Context, store string, lines []pos.Line) (map[string]soldProduct, error) {
	found := map[string]soldProduct{}
	var skus []string
	for _, l := range lines {
		skus = append(skus, l.SKU)
	}
	if err := c.findSold(ctx, store, skus, found); err != nil {
		return nil, err
	}
	var parts []string
	for _, l := range lines {
		p := found[strings.ToLower(l.SKU)]
		switch p.Type {
		case pos.TypeConfigurable, pos.TypeGrouped:
			return nil, withoutParts(l, p)
		case pos.TypeBundle:
			chosen, err := partsOf(l, p)
			if err != nil {
				return nil, err
			}
			for _, part := range chosen {
				parts = append(parts, part.sku)
			}
		}
	}
	return found, c.findSold(ctx, store, parts, found)
}

// findSold adds products to those that were found. Errors: invalid with CodeUnknownSKU.
func (c *Client) findSold(ctx context.Context, store string, skus []string, found map[string]soldProduct) error {
	missing := c.knownProducts(skus, found)
	// A SKU with a comma cannot stand in a list.
	listed, alone := []string{}, []string{}
	for _, sku := range missing {
		if strings.Contains(sku, ",") {
			alone = append(alone, sku)
		} else {
			listed = append(listed, sku)
		}
	}
	var searches []*search
	for some := range slices.Chunk(listed, soldPerCall) {
		searches = append(searches, newSearch().among("sku", some))
	}
	for _, sku := range alone {
		searches = append(searches, newSearch().where("sku", "eq", sku))
	}
	for _, s := range searches {
		if err := c.readSold(ctx, store, s, found); err != nil {
			return err
		}
	}
	for _, sku := range skus {
		if _, ok := found[strings.ToLower(sku)]; !ok {
			return unknownSKU(sku)
		}
	}
	return nil
}

// knownProducts adds the products that are remembered, and returns the SKUs of the others.
func (c *Client) knownProducts(skus []string, found map[string]soldProduct) (missing []string) {
	c.sales.mu.Lock()
	defer c.sales.mu.Unlock()
	for _, sku := range skus {
		key := strings.ToLower(sku)
		if known, ok := c.sales.products[key]; ok && c.now().Sub(known.at) < salesCacheAge {
			found[key] = known.value
		} else if !slices.Contains(missing, sku) {
			missing = append(missing, sku)
		}
	}
	return missing
}

func (c *Client) readSold(ctx context.Context, store string, by *search, into map[string]soldProduct) error {
	var list struct {
		Items []soldProduct `json:"items"`
	}
	query := by.limit(soldPerCall).fields("items[id,sku,name,type_id,weight,price,custom_attributes,extension_attributes[bundle_product_options]]").query()
	get := call{kind: read, sale: true, method: http.MethodGet, route: "GET /V1/products", store: store, path: "/products", query: query}
	if err := c.do(ctx, get, &list); err != nil {
		return err
	}
	c.sales.mu.Lock()
	defer c.sales.mu.Unlock()
	if c.sales.products == nil || len(c.sales.products) > salesCacheSize {
		c.sales.products = map[string]aged[soldProduct]{}
	}
	for _, p := range list.Items {
		key := strings.ToLower(string(p.SKU))
		p.Attributes = slices.DeleteFunc(p.Attributes, func(a soldAttribute) bool { return a.Code != "tax_class_id" })
		into[key], c.sales.products[key] = p, aged[soldProduct]{p, c.now()}
	}
	return nil
}

package db

import (
	"cmp"
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// CountProducts returns how many products there are, in all websites.
func (s *Source) CountProducts(ctx context.Context, _ pos.Store) (int, error) {
	count := 0
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		return r.each(ctx, "product count", "SELECT COUNT(*) FROM {catalog_product_entity}", nil, func(c *row) {
			count = int(c.integer(0))
		})
	})
	return count, err
}

// Products returns up to limit products with an id greater than after, ascending. Fewer than limit means the end. Pages of
// 4000 are read in two thirds of the time that pages of 1000 take.
// Errors: also invalid, for a limit outside 1…5000.
func (s *Source) Products(ctx context.Context, store pos.Store, after int64, limit int) ([]pos.Product, error) {
	if limit < 1 || limit > maxPage {
		return nil, pos.Invalid("a page of %d products: ask for 1 to %d", limit, maxPage)
	}
	var all []pos.Product
	for len(all) < limit {
		wanted := limit - len(all)
		ids, err := s.productIDs(ctx, after, wanted)
		if err != nil || len(ids) == 0 {
			return all, err
		}
		products, err := s.parts(ctx, store, ids)
		if err != nil {
			return nil, err
		}
		all = append(all, products...)
		if len(ids) < wanted {
			return all, nil
		}
		after = ids[len(ids)-1] // some of them may have been deleted since they were listed: then there is a next round
	}
	return all, nil
}

// productIDs returns up to limit ids greater than after, ascending.
func (s *Source) productIDs(ctx context.Context, after int64, limit int) ([]int64, error) {
	ids := make([]int64, 0, min(limit, maxPage))
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		return r.each(ctx, "product ids", "SELECT entity_id FROM {catalog_product_entity} WHERE entity_id > ? ORDER BY entity_id LIMIT ?",
			[]any{after, limit}, func(c *row) { ids = append(ids, c.integer(0)) })
	})
	return ids, err
}

// smallPart is how few products are not worth another connection.
const smallPart = 500

// parts reads the products with the given ascending ids.
func (s *Source) parts(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	return s.divided(ctx, store, ids, func(ctx context.Context, r *reader, p *page, run []int64) error {
		return p.loadEntities(ctx, r, "entity_id BETWEEN ? AND ?", []any{run[0], run[len(run)-1]}, len(run))
	})
}

// ProductsByID returns those of the given products that exist, ascending.
func (s *Source) ProductsByID(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	var all []pos.Product
	for some := range slices.Chunk(ids, maxPage) {
		products, err := s.divided(ctx, store, some, func(ctx context.Context, r *reader, p *page, part []int64) error {
			where, args := among("entity_id", part)
			p.scattered = true
			return p.loadEntities(ctx, r, where, args, len(part))
		})
		if err != nil {
			return nil, err
		}
		all = append(all, products...)
	}
	return all, nil
}

// divided reads the products with the given ids over several connections, each a part of them in a transaction of its own: a
// server answers one connection with one processor.
func (s *Source) divided(ctx context.Context, store pos.Store, ids []int64,
	entities func(ctx context.Context, r *reader, p *page, part []int64) error,
) ([]pos.Product, error) {
	parts := slices.Collect(slices.Chunk(ids, max(smallPart, (len(ids)+s.cfg.Parallel-1)/s.cfg.Parallel)))
	read := make([][]pos.Product, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	for i, part := range parts {
		group.Go(func() (err error) {
			read[i], err = s.products(ctx, store, func(ctx context.Context, r *reader, p *page) error { return entities(ctx, r, p, part) })
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(read...), nil
}

// products reads one page. When it meets an attribute or option that the metadata does not know, it reads both anew.
func (s *Source) products(ctx context.Context, store pos.Store, entities func(context.Context, *reader, *page) error) ([]pos.Product, error) {
	var products []pos.Product
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		for fresh := false; ; fresh = true {
			known, readNow, err := s.known(ctx, r, store, fresh)
			if err != nil {
				return err
			}
			p := newPage(store, known, s.cfg.BarcodeAttribute)
			if err := entities(ctx, r, p); err != nil {
				return err
			}
			if err := p.load(ctx, r); err != nil {
				return err
			}
			if p.unknown && !readNow {
				if p.bulk == nil {
					continue
				}
				p.bulk.again(p.products)                                        // rows that were kept for this page are gone
				s.tell(ctx, store, &faults{faultOrphan: p.faults[faultOrphan]}) // the others are met again
			} else {
				s.tell(ctx, store, &p.faults)
			}
			products = p.products
			return nil
		}
	})
	return products, err
}

// page is a run of products that is being put together.
type page struct {
	store   pos.Store
	known   *metadata
	barcode string
	pool    *pool
	// products ascend by id.
	products []pos.Product
	ids      []int64 // of the products
	// scattered pages name their products one by one, others by the range from the first to the last.
	scattered bool
	bulk      *bulk // when all products are read, of which this is page number
	number    int
	unknown   bool // an attribute or option that the metadata does not hold was met
	faults    faults

	last       int                   // where the last row went: rows come in runs of one product
	said       []string              // what the row before said of each attribute
	overridden map[valueKey]struct{} // values that a row of the store view itself decided
	special    map[int64]struct{}    // products that have a special price, not only its dates
	named      []int64               // products that links, members and selections lead to
}

// valueKey names one attribute of one product.
type valueKey struct{ product, attribute int64 }

func newPage(store pos.Store, known *metadata, barcode string) *page {
	return &page{store: store, known: known, barcode: barcode, pool: newPool(), said: make([]string, len(known.products)),
		overridden: map[valueKey]struct{}{}, special: map[int64]struct{}{}}
}

// at returns the product with an id, nil if it is not of this page.
func (p *page) at(id int64) *pos.Product {
	is := func(i int) bool { return i < len(p.ids) && p.ids[i] == id }
	switch {
	case is(p.last):
	case is(p.last + 1):
		p.last++
	default:
		i, ok := slices.BinarySearch(p.ids, id)
		if !ok {
			return nil
		}
		p.last = i
	}
	return &p.products[p.last]
}

// where returns the condition that a column holds a product of this page.
func (p *page) where(column string) (string, []any) {
	if !p.scattered {
		return column + " BETWEEN ? AND ?", []any{p.ids[0], p.ids[len(p.ids)-1]}
	}
	return among(column, p.ids)
}

// whereType is where for rows that count of products of one type alone: of scattered pages it names no others.
func (p *page) whereType(column string, kind pos.ProductType) (string, []any) {
	if !p.scattered || kind == "" {
		return p.where(column)
	}
	var ids []int64
	for i := range p.products {
		if p.products[i].Type == kind {
			ids = append(ids, p.ids[i])
		}
	}
	return among(column, ids)
}

// has tells whether a product of a type is on the page.
func (p *page) has(kind pos.ProductType) bool {
	return slices.ContainsFunc(p.products, func(x pos.Product) bool { return x.Type == kind })
}

// usualAttributes is for how many attributes of each product room is made at once.
const usualAttributes = 12

func (p *page) loadEntities(ctx context.Context, r *reader, where string, args []any, limit int) error {
	p.products, p.ids = make([]pos.Product, 0, limit), make([]int64, 0, limit)
	attributes, before := make(pos.Attributes, limit*usualAttributes), &pos.Product{}
	err := r.each(ctx, "products", `
		SELECT entity_id, attribute_set_id, type_id, sku, has_options, required_options, created_at, updated_at
		FROM {catalog_product_entity} WHERE `+where+` ORDER BY entity_id LIMIT ?`, append(args, limit), func(c *row) {
		p.ids, p.products = append(p.ids, c.integer(0)), p.products[:len(p.products)+1]
		product := &p.products[len(p.products)-1]
		product.ID, product.AttributeSet, product.SKU = c.integer(0), c.integer(1), p.pool.clean(c.bytes(3))
		product.Type = pos.ProductType(p.pool.again(string(before.Type), c.bytes(2)))
		product.CreatedAt, product.UpdatedAt = p.pool.again(before.CreatedAt, c.bytes(6)), p.pool.again(before.UpdatedAt, c.bytes(7))
		product.Attributes, attributes = attributes[:0:usualAttributes], attributes[usualAttributes:]
		product.Attributes.Set("has_options", p.pool.text(c.bytes(4)))
		product.Attributes.Set("required_options", p.pool.text(c.bytes(5)))
		before = product
	})
	return err
}

// load fills in everything that hangs on the page's products.
func (p *page) load(ctx context.Context, r *reader) error {
	if len(p.products) == 0 {
		return nil
	}
	for _, load := range []func(context.Context, *reader) error{
		p.loadValues, p.loadPrices, p.loadRuleChanges, p.loadWebsites, p.loadCategories, p.loadGallery, p.loadConfigurables,
		p.loadBundles, p.loadLinks, p.nameLinked, p.loadDownloads, p.loadCustomOptions, p.loadTiers, p.loadURLs, p.loadRatings,
	} {
		if err := load(ctx, r); err != nil {
			return err
		}
	}
	for i := range p.products {
		p.finish(&p.products[i])
	}
	return nil
}

func (p *page) loadWebsites(ctx context.Context, r *reader) error {
	where, args := p.where("product_id")
	return r.each(ctx, "websites", "SELECT product_id, website_id FROM {catalog_product_website} WHERE "+where, args, func(c *row) {
		if product := p.at(c.integer(0)); product != nil {
			product.Websites = append(product.Websites, c.integer(1))
		}
	})
}

func (p *page) loadCategories(ctx context.Context, r *reader) error {
	return p.rows(ctx, r, table{
		name: "category links", table: "{catalog_category_product}", number: "entity_id", product: "product_id",
		columns: "product_id, category_id, position", filter: "TRUE",
	}, func(c *row) {
		if product := p.at(c.integer(0)); product != nil {
			product.Categories = append(product.Categories, pos.CategoryLink{ID: c.integer(1), Position: int(c.integer(2))})
		}
	})
}

// finish brings a product into its canonical form.
func (p *page) finish(product *pos.Product) {
	slices.Sort(product.Websites)
	slices.SortFunc(product.Categories, func(a, b pos.CategoryLink) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(product.Gallery, func(a, b pos.Media) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(product.Tiers, compareTiers)
	product.Prices = distinctPrices(product.Prices)
	slices.Sort(product.URLs)
	if _, priced := p.special[product.ID]; !priced {
		product.Special = nil
	}
	if pricedByParts(product) {
		product.Price, product.IdlePrice = nil, product.Price
	}
	if product.Type == pos.TypeBundle && product.Attributes.Of("weight_type") != "1" {
		product.Attributes.Set("weight", "")
	}
	product.Barcodes = barcodes(product, p.barcode)
}

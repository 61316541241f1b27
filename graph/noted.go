package graph

import (
	"context"
	"hash/maphash"

	"github.com/tillway/tillway/gateway/pos"
	calc "github.com/tillway/tillway/gateway/pos/totals"
	"github.com/tillway/tillway/graph/model"
)

// noted is a catalog that notes in the request what was read of it, and how to read it again: an answer that was made of it is
// good until something else is found there. Levels are noted by model.View, which knows how much of them is told. What is read
// of all store views is not noted, because answers made of it are not kept (readElsewhere).
type noted struct {
	Catalog
	seed maphash.Seed
}

// print makes a number of what was read.
type print struct {
	maphash.Hash
	catalog   Catalog
	documents int // that were read
}

// add adds which document is held of a kind under an id.
func (p *print) add(store string, kind pos.DocumentKind, id int64) {
	p.documents++
	maphash.WriteComparable(&p.Hash, id)
	maphash.WriteComparable(&p.Hash, p.catalog.Revision(store, kind, id))
}

// readAgain reads from the catalog, notes what tell tells of it, and how to look whether it would still do so.
func readAgain[T any](ctx context.Context, n noted, read func(context.Context) (T, error), tell func(*print, T)) (T, error) {
	printOf := func(found T, err error) *print {
		p := &print{catalog: n.Catalog}
		p.SetSeed(n.seed)
		if err != nil {
			maphash.WriteComparable(&p.Hash, err.Error())
			return p
		}
		tell(p, found)
		return p
	}
	found, err := read(ctx)
	told := printOf(found, err)
	requestFrom(ctx).looks.Note(model.Read{Documents: told.documents, Told: told.Sum64(), Again: func(ctx context.Context) uint64 {
		return printOf(read(ctx)).Sum64()
	}})
	return found, err
}

// noteDocuments notes that documents are read.
func (n noted) noteDocuments(ctx context.Context, store string, kind pos.DocumentKind, ids ...int64) {
	_, _ = readAgain(ctx, n, func(context.Context) ([]int64, error) { return ids, nil }, func(p *print, ids []int64) { // it does not fail
		for _, id := range ids {
			p.add(store, kind, id)
		}
	})
}

// Store: see Catalog, as of the methods below.
func (n noted) Store(ctx context.Context, code string) (pos.Store, error) {
	n.noteDocuments(ctx, code, pos.DocStore, 0)
	return n.Catalog.Store(ctx, code)
}

// Pricing is one document.
func (n noted) Pricing(ctx context.Context, store string) (*calc.Pricing, error) {
	n.noteDocuments(ctx, store, pos.DocPricing, 0)
	return n.Catalog.Pricing(ctx, store)
}

// Attributes are one document.
func (n noted) Attributes(ctx context.Context, store string) ([]pos.Attribute, error) {
	n.noteDocuments(ctx, store, pos.DocAttribute, 0)
	return n.Catalog.Attributes(ctx, store)
}

// Attribute is a part of that document.
func (n noted) Attribute(ctx context.Context, store, code string) (pos.Attribute, error) {
	n.noteDocuments(ctx, store, pos.DocAttribute, 0)
	return n.Catalog.Attribute(ctx, store, code)
}

// ProductsByID are as many documents.
func (n noted) ProductsByID(ctx context.Context, store string, ids []int64) ([]pos.Product, error) {
	n.noteDocuments(ctx, store, pos.DocProduct, ids...)
	return n.Catalog.ProductsByID(ctx, store, ids)
}

// CategoriesByID are as many documents.
func (n noted) CategoriesByID(ctx context.Context, store string, ids []int64) ([]pos.Category, error) {
	n.noteDocuments(ctx, store, pos.DocCategory, ids...)
	return n.Catalog.CategoriesByID(ctx, store, ids)
}

// Products finds the same as long as it finds the same documents in the same order, and the same facets.
func (n noted) Products(ctx context.Context, q pos.ProductQuery) (pos.ProductPage, error) {
	read := func(ctx context.Context) (pos.ProductPage, error) { return n.Catalog.Products(ctx, q) }
	return readAgain(ctx, n, read, func(p *print, page pos.ProductPage) {
		maphash.WriteComparable(&p.Hash, page.Total)
		for _, item := range page.Items {
			p.add(q.Store, pos.DocProduct, item.ID)
		}
		for _, f := range page.Facets {
			position := -1
			if f.Position != nil {
				position = *f.Position
			}
			maphash.WriteComparable(&p.Hash, [2]string{f.Code, f.Label})
			maphash.WriteComparable(&p.Hash, [2]int{position, len(f.Options)})
			for _, o := range f.Options {
				maphash.WriteComparable(&p.Hash, o)
			}
		}
	})
}

// Categories finds the same as long as it finds the same documents in the same order.
func (n noted) Categories(ctx context.Context, q pos.CategoryQuery) (pos.CategoryPage, error) {
	read := func(ctx context.Context) (pos.CategoryPage, error) { return n.Catalog.Categories(ctx, q) }
	return readAgain(ctx, n, read, func(p *print, page pos.CategoryPage) {
		maphash.WriteComparable(&p.Hash, page.Total)
		for i := range page.Items {
			p.add(q.Store, pos.DocCategory, page.Items[i].ID)
		}
	})
}

// ProductCount finds a number.
func (n noted) ProductCount(ctx context.Context, store string, categoryID int64) (int, error) {
	read := func(ctx context.Context) (int, error) { return n.Catalog.ProductCount(ctx, store, categoryID) }
	return readAgain(ctx, n, read, func(p *print, count int) { maphash.WriteComparable(&p.Hash, count) })
}

// Route finds a route or none.
func (n noted) Route(ctx context.Context, store, path string) (pos.Route, error) {
	read := func(ctx context.Context) (pos.Route, error) { return n.Catalog.Route(ctx, store, path) }
	return readAgain(ctx, n, read, func(p *print, route pos.Route) { maphash.WriteComparable(&p.Hash, route) })
}

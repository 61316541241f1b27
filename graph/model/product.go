package model

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// ProductInterface is any of the six product types.
type ProductInterface interface{ IsProductInterface() }

// PhysicalProductInterface is a product that can have a weight.
type PhysicalProductInterface interface{ IsPhysicalProductInterface() }

// SimpleProduct is a thing of its own, such as a variant. What the six types tell is told by Product.
type SimpleProduct struct{ *physical }

// VirtualProduct is nothing to carry.
type VirtualProduct struct{ *Product }

// DownloadableProduct is files.
type DownloadableProduct struct{ *Product }

// BundleProduct is put together from options when it is bought.
type BundleProduct struct{ *physical }

// GroupedProduct is several products shown together.
type GroupedProduct struct{ *physical }

// ConfigurableProduct is sold as one of its variants.
type ConfigurableProduct struct{ *physical }

// Product is a view onto a product's document.
type Product struct {
	view  *View
	doc   *pos.Product
	route *pathTo
}

type physical struct{ Product }

// physicalOf is a product that was not found behind an address.
func physicalOf(view *View, doc *pos.Product) *physical {
	return &physical{Product{view: view, doc: doc, route: view.nowhere()}}
}

// NewProduct returns the view of a document, which it keeps, as the type it has.
func NewProduct(view *View, doc *pos.Product) ProductInterface {
	return physicalOf(view, doc).typed()
}

// NewRoutedProduct returns the view of a document that was found behind an address.
func NewRoutedProduct(view *View, doc *pos.Product, to pos.Route) ProductInterface {
	path := pathTo(to)
	return (&physical{Product{view: view, doc: doc, route: &path}}).typed()
}

// typed is the product as the type that its document has.
func (p *physical) typed() ProductInterface {
	switch p.doc.Type {
	case pos.TypeVirtual:
		return &VirtualProduct{&p.Product}
	case pos.TypeDownloadable:
		return &DownloadableProduct{&p.Product}
	case pos.TypeBundle:
		return &BundleProduct{p}
	case pos.TypeGrouped:
		return &GroupedProduct{p}
	case pos.TypeConfigurable:
		return &ConfigurableProduct{p}
	default:
		return &SimpleProduct{p}
	}
}

// NewProducts returns the views of documents, in their order.
func NewProducts(view *View, docs []*pos.Product) []ProductInterface {
	views, room := make([]ProductInterface, len(docs)), make([]physical, len(docs))
	for i, doc := range docs {
		room[i] = *physicalOf(view, doc)
		views[i] = room[i].typed()
	}
	return views
}

// Weight is null without a value.
func (p *physical) Weight() *decimal.Decimal {
	w, err := decimal.NewFromString(p.doc.Attributes.Of("weight"))
	if err != nil {
		return nil
	}
	return &w
}

// Attribute returns a value of the shop's own as Magento's tables hold it, nil when there is none.
func (p *Product) Attribute(code string) *string { return some(p.doc.Attributes.Of(code)) }

// Description is an empty text without a value, as Magento\CatalogGraphQl's ProductComplexTextAttribute tells it.
func (p *Product) Description(ctx context.Context) (*ComplexTextValue, error) {
	return p.complexText(ctx, "description")
}

// ShortDescription is as Description.
func (p *Product) ShortDescription(ctx context.Context) (*ComplexTextValue, error) {
	return p.complexText(ctx, "short_description")
}

// complexText is Magento\Catalog\Helper\Output::productAttribute. An attribute that nothing is known of is as Magento makes it: HTML
// that is written in the editor.
func (p *Product) complexText(ctx context.Context, code string) (*ComplexTextValue, error) {
	value := p.doc.Attributes.Of(code)
	if value == "" || p.view.Metadata == nil {
		return &ComplexTextValue{HTML: p.view.filtered(value)}, nil
	}
	a, err := p.view.Metadata.Attribute(ctx, p.view.Store.Code, code)
	switch {
	case pos.KindOf(err) == pos.KindNotFound, err == nil && a.HTML && a.Editor:
		value = p.view.filtered(value)
	case err != nil:
		return nil, err
	case !a.HTML && !a.Editor:
		if value = escapedHTML(value); a.Input == "textarea" {
			value = withLineBreaks(value)
		}
	}
	return &ComplexTextValue{HTML: value}, nil
}

// Values of StockStatus.
var inStock, outOfStock = "IN_STOCK", "OUT_OF_STOCK" //nolint:gochecknoglobals // constants that can be pointed to

// StockStatus is out of stock for what the store's stock does not know.
func (p *Product) StockStatus(ctx context.Context) *string {
	if p.view.inStock(ctx, p.doc.SKU) {
		return &inStock
	}
	return &outOfStock
}

// Categories are the active categories that show the product, by id: those that it is assigned to and the anchors above
// them, without the store's root. Magento\CatalogGraphQl reads them from the category index, which has the same.
func (p *Product) Categories(ctx context.Context) ([]CategoryInterface, error) {
	ids := make([]int64, len(p.doc.Categories))
	for i, link := range p.doc.Categories {
		ids[i] = link.ID
	}
	found, err := p.view.categories(ctx, ids)
	if err != nil {
		return nil, err
	}
	var above []int64
	for _, c := range found {
		above = append(above, c.ancestors()...)
	}
	slices.Sort(above)
	anchors, err := p.view.categories(ctx, slices.Compact(above))
	if err != nil {
		return nil, err
	}
	for _, c := range anchors {
		if c.Document.Anchor && !slices.ContainsFunc(found, func(f *CategoryTree) bool { return f.Document.ID == c.Document.ID }) {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b *CategoryTree) int { return cmp.Compare(a.Document.ID, b.Document.ID) })
	views := make([]CategoryInterface, len(found))
	for i, c := range found {
		views[i] = c
	}
	return views, nil
}

// ComplexTextValue is a text with HTML.
type ComplexTextValue struct{ HTML string }

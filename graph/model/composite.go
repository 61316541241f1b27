package model

import (
	"context"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// DynamicPrice is whether the parts make the price (price_type).
func (p *BundleProduct) DynamicPrice() *bool { return not(p.bundle().FixedPrice) }

// DynamicSku is whether the parts' SKUs are appended (sku_type).
func (p *BundleProduct) DynamicSku() *bool { return not(p.bundle().FixedSKU) }

// DynamicWeight is whether the parts make the weight (weight_type).
func (p *BundleProduct) DynamicWeight() *bool { return not(p.bundle().FixedWeight) }

// PriceView is Magento\Bundle\Model\Product\Attribute\Source\Price\View.
func (p *BundleProduct) PriceView() *string {
	if p.doc.Attributes.Of("price_view") == "1" {
		return some("AS_LOW_AS")
	}
	return some("PRICE_RANGE")
}

// ShipBundleItems is Magento\Bundle\Model\Product\Attribute\Source\Shipment\Type.
func (p *BundleProduct) ShipBundleItems() *string {
	if p.doc.Attributes.Of("shipment_type") == "1" {
		return some("SEPARATELY")
	}
	return some("TOGETHER")
}

// PriceDetails are the price of the bundle itself, which is zero where the parts make it, whatever is stored for it
// (Magento\Bundle\Model\Product\Price::getPrice). There Magento divides by it, and answers an internal error.
func (p *BundleProduct) PriceDetails() *PriceDetails {
	regular, final, off := decimal.Zero, decimal.Zero, decimal.Zero
	if p.doc.Price != nil && p.bundle().FixedPrice {
		regular, final = *p.doc.Price, *p.doc.Price
		if special, ok := p.specialNow(); ok { // a percentage of the price
			final = regular.Mul(special).Shift(-2)
		}
		if regular.IsPositive() {
			off = decimal.New(100, 0).Sub(final.Mul(decimal.New(100, 0)).Div(regular))
		}
	}
	return &PriceDetails{MainPrice: &regular, MainFinalPrice: &final, DiscountPercentage: &off}
}

// Items are the choices that the bundle asks for.
func (p *BundleProduct) Items(ctx context.Context) ([]*BundleItem, error) {
	bundle := p.bundle()
	var ids []int64
	for _, option := range bundle.Options {
		for _, s := range option.Selections {
			ids = append(ids, s.ProductID)
		}
	}
	docs, err := p.view.products(ctx, ids)
	if err != nil {
		return nil, err
	}
	parts := make(map[int64]pos.Product, len(docs))
	for _, doc := range docs {
		parts[doc.ID] = doc
	}
	prices, err := p.PriceRange(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]*BundleItem, len(bundle.Options))
	for i, option := range bundle.Options {
		items[i] = &BundleItem{
			OptionID: small(option.ID), UID: some(uid(fmt.Sprintf("bundle/%d", option.ID))), Title: &option.Title, Required: &option.Required,
			Type: &option.Type, Position: &option.Position, Sku: &p.doc.SKU, PriceRange: prices, Options: []*BundleItemOption{},
		}
		for _, s := range selectionsByID(option) {
			if part, ok := parts[s.ProductID]; ok {
				items[i].Options = append(items[i].Options, p.selection(option.ID, s, part))
			}
		}
	}
	return items, nil
}

func (p *BundleProduct) selection(option int64, s pos.BundleSelection, part pos.Product) *BundleItemOption {
	price := s.Price
	if !p.bundle().FixedPrice && part.Price != nil { // where the parts make the price, Magento's tables hold copies
		price = *part.Price
	}
	kind := "FIXED"
	if s.Percent {
		kind = "PERCENT"
	}
	return &BundleItemOption{
		ID: small(s.ID), UID: uid(fmt.Sprintf("bundle/%d/%d/%s", option, s.ID, s.Quantity.Truncate(0))), Label: some(part.Name),
		Quantity: &s.Quantity, Qty: &s.Quantity, Position: &s.Position, IsDefault: &s.Default, Price: &price, PriceType: &kind,
		CanChangeQuantity: &s.UserQuantity, Product: NewProduct(p.view, &part),
	}
}

func (p *Product) bundle() pos.Bundle {
	if p.doc.Bundle == nil {
		return pos.Bundle{}
	}
	return *p.doc.Bundle
}

// Items are the members that are enabled, by position.
func (p *GroupedProduct) Items(ctx context.Context) ([]*GroupedProductItem, error) {
	ids := make([]int64, len(p.doc.Members))
	for i, m := range p.doc.Members {
		ids[i] = m.ProductID
	}
	docs, err := p.view.products(ctx, ids)
	if err != nil {
		return nil, err
	}
	items := []*GroupedProductItem{}
	for _, doc := range docs {
		for _, m := range p.doc.Members {
			if m.ProductID == doc.ID {
				if m.Quantity.IsZero() { // no quantity set, of which Magento's GraphQL tells one
					m.Quantity = decimal.New(1, 0)
				}
				items = append(items, &GroupedProductItem{Qty: &m.Quantity, Position: &m.Position, Product: NewProduct(p.view, &doc)})
			}
		}
	}
	return items, nil
}

// LinksTitle heads the downloads.
func (p *DownloadableProduct) LinksTitle() *string { return p.Attribute("links_title") }

// LinksPurchasedSeparately is 1 when each download can be bought alone.
func (p *DownloadableProduct) LinksPurchasedSeparately() *int64 {
	return number(p.doc.Attributes.Of("links_purchased_separately"))
}

// DownloadableProductLinks are what can be bought.
func (p *DownloadableProduct) DownloadableProductLinks() []*DownloadableProductLinks {
	links := make([]*DownloadableProductLinks, len(p.doc.Downloads))
	for i, d := range placedDownloads(p.doc.Downloads) {
		links[i] = &DownloadableProductLinks{
			ID: small(d.ID), UID: uid("downloadable/" + strconv.FormatInt(d.ID, 10)), Title: some(d.Title), SortOrder: &d.SortOrder, Price: &d.Price,
			SampleURL: p.downloadURL("linkSample/link_id", d.ID),
		}
	}
	return links
}

// DownloadableProductSamples are what can be tried.
func (p *DownloadableProduct) DownloadableProductSamples() []*DownloadableProductSamples {
	samples := make([]*DownloadableProductSamples, len(p.doc.Samples))
	for i, d := range placedDownloads(p.doc.Samples) {
		samples[i] = &DownloadableProductSamples{
			ID: small(d.ID), Title: some(d.Title), SortOrder: &d.SortOrder, SampleURL: p.downloadURL("sample/sample_id", d.ID),
		}
	}
	return samples
}

// downloadURL is told whether or not there is a sample, as Magento\DownloadableGraphQl tells it.
func (p *DownloadableProduct) downloadURL(action string, id int64) *string {
	return some(p.view.Store.BaseLinkURL + "downloadable/download/" + action + "/" + strconv.FormatInt(id, 10) + "/")
}

func not(b bool) *bool {
	b = !b
	return &b
}

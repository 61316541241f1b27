//nolint:revive // the methods are the fields of the schema, which documents them
package model

import "github.com/shopspring/decimal"

func (*Product) IsProductInterface()              {}
func (*physical) IsPhysicalProductInterface()     {}
func (p *Product) ID() *int64                     { return &p.doc.ID }
func (p *Product) UID() string                    { return uidOf(p.doc.ID) }
func (p *Product) Sku() *string                   { return &p.doc.SKU }
func (p *Product) Name() *string                  { return given(&p.doc.Name) }
func (p *Product) TypeID() *string                { return some(string(p.doc.Type)) }
func (p *Product) AttributeSetID() *int64         { return &p.doc.AttributeSet }
func (p *Product) CreatedAt() *string             { return given(&p.doc.CreatedAt) }
func (p *Product) UpdatedAt() *string             { return given(&p.doc.UpdatedAt) }
func (p *Product) URLKey() *string                { return given(&p.doc.URLKey) }
func (p *Product) MetaTitle() *string             { return p.Attribute("meta_title") }
func (p *Product) MetaKeyword() *string           { return p.Attribute("meta_keyword") }
func (p *Product) MetaDescription() *string       { return p.Attribute("meta_description") }
func (p *Product) NewFromDate() *string           { return p.Attribute("news_from_date") }
func (p *Product) NewToDate() *string             { return p.Attribute("news_to_date") }
func (p *Product) OptionsContainer() *string      { return p.Attribute("options_container") }
func (p *Product) CountryOfManufacture() *string  { return p.Attribute("country_of_manufacture") }
func (p *Product) Manufacturer() *int64           { return number(p.doc.Attributes.Of("manufacturer")) }
func (p *Product) GiftMessageAvailable() *string  { return p.Attribute("gift_message_available") }
func (p *Product) SwatchImage() *string           { return p.Attribute("swatch_image") }
func (p *Product) URLSuffix() *string             { return new(p.view.productSuffix()) }
func (p *Product) URLPath() *string               { return nil }
func (p *Product) TierPrice() *decimal.Decimal    { return nil }
func (p *Product) SpecialFromDate() *string       { return some(p.special().From) }
func (p *Product) SpecialToDate() *string         { return some(p.special().To) }
func (p *Product) RatingSummary() decimal.Decimal { return decimal.New(int64(p.rating().Summary), 0) }
func (p *Product) ReviewCount() int               { return p.rating().Count }
func (p *Product) RelativeURL() *string           { return some(p.route.Path) }
func (p *Product) Type() *string                  { return some(p.route.kind()) }
func (*Product) IsRoutableInterface()             {}
func (*Product) IsCustomizableProductInterface()  {}

func (*ProductImage) IsMediaGalleryInterface() {}
func (*ProductVideo) IsMediaGalleryInterface() {}
func (p *Product) Image() *ProductImage        { return p.roleImage("image", "image_label", p.doc.Image) }
func (p *Product) SmallImage() *ProductImage {
	return p.roleImage("small_image", "small_image_label", p.doc.SmallImage)
}
func (p *Product) Thumbnail() *ProductImage {
	return p.roleImage("thumbnail", "thumbnail_label", p.doc.Thumbnail)
}
func (*TextSwatchData) IsSwatchDataInterface()  {}
func (*ColorSwatchData) IsSwatchDataInterface() {}
func (*ImageSwatchData) IsSwatchDataInterface() {}

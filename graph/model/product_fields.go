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
func (p *Product) MetaTitle() *string             { return p.attribute("meta_title") }
func (p *Product) MetaKeyword() *string           { return p.attribute("meta_keyword") }
func (p *Product) MetaDescription() *string       { return p.attribute("meta_description") }
func (p *Product) NewFromDate() *string           { return p.attribute("news_from_date") }
func (p *Product) NewToDate() *string             { return p.attribute("news_to_date") }
func (p *Product) OptionsContainer() *string      { return p.attribute("options_container") }
func (p *Product) CountryOfManufacture() *string  { return p.attribute("country_of_manufacture") }
func (p *Product) Activity() *string              { return p.attribute("activity") }
func (p *Product) CategoryGear() *string          { return p.attribute("category_gear") }
func (p *Product) Climate() *string               { return p.attribute("climate") }
func (p *Product) Collar() *string                { return p.attribute("collar") }
func (p *Product) Color() *int64                  { return number(p.doc.Attributes["color"]) }
func (p *Product) EcoCollection() *int64          { return number(p.doc.Attributes["eco_collection"]) }
func (p *Product) ErinRecommends() *int64         { return number(p.doc.Attributes["erin_recommends"]) }
func (p *Product) FeaturesBags() *string          { return p.attribute("features_bags") }
func (p *Product) Format() *int64                 { return number(p.doc.Attributes["format"]) }
func (p *Product) Gender() *string                { return p.attribute("gender") }
func (p *Product) Manufacturer() *int64           { return number(p.doc.Attributes["manufacturer"]) }
func (p *Product) Material() *string              { return p.attribute("material") }
func (p *Product) New() *int64                    { return number(p.doc.Attributes["new"]) }
func (p *Product) Pattern() *string               { return p.attribute("pattern") }
func (p *Product) PerformanceFabric() *int64      { return number(p.doc.Attributes["performance_fabric"]) }
func (p *Product) Sale() *int64                   { return number(p.doc.Attributes["sale"]) }
func (p *Product) Size() *int64                   { return number(p.doc.Attributes["size"]) }
func (p *Product) Sleeve() *string                { return p.attribute("sleeve") }
func (p *Product) StrapBags() *string             { return p.attribute("strap_bags") }
func (p *Product) StyleBags() *string             { return p.attribute("style_bags") }
func (p *Product) StyleBottom() *string           { return p.attribute("style_bottom") }
func (p *Product) StyleGeneral() *string          { return p.attribute("style_general") }
func (p *Product) GiftMessageAvailable() *string  { return p.attribute("gift_message_available") }
func (p *Product) SwatchImage() *string           { return p.attribute("swatch_image") }
func (p *Product) URLSuffix() *string             { return new(p.view.productSuffix()) }
func (p *Product) URLPath() *string               { return nil }
func (p *Product) TierPrice() *decimal.Decimal    { return nil }
func (p *Product) SpecialFromDate() *string       { return some(p.special().From) }
func (p *Product) SpecialToDate() *string         { return some(p.special().To) }
func (p *Product) RatingSummary() decimal.Decimal { return decimal.New(int64(p.rating().Summary), 0) }
func (p *Product) ReviewCount() int               { return p.rating().Count }
func (p *Product) RedirectCode() int              { return p.route.Redirect }
func (p *Product) RelativeURL() *string           { return some(p.route.Path) }
func (p *Product) Type() *string                  { return some(p.route.kind()) }
func (*Product) IsRoutableInterface()             {}
func (*Product) IsCustomizableProductInterface()  {}

func (*ProductImage) IsMediaGalleryInterface()  {}
func (*ProductVideo) IsMediaGalleryInterface()  {}
func (p *Product) Image() *ProductImage         { return p.roleImage("image", p.doc.Image) }
func (p *Product) SmallImage() *ProductImage    { return p.roleImage("small_image", p.doc.SmallImage) }
func (p *Product) Thumbnail() *ProductImage     { return p.roleImage("thumbnail", p.doc.Thumbnail) }
func (*TextSwatchData) IsSwatchDataInterface()  {}
func (*ColorSwatchData) IsSwatchDataInterface() {}
func (*ImageSwatchData) IsSwatchDataInterface() {}

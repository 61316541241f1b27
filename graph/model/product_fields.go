//nolint:revive // the methods are the fields of the schema, which documents them
package model

func (*Product) IsProductInterface()             {}
func (*physical) IsPhysicalProductInterface()    {}
func (p *Product) ID() *int64                    { return &p.doc.ID }
func (p *Product) UID() string                   { return uidOf(p.doc.ID) }
func (p *Product) Sku() *string                  { return &p.doc.SKU }
func (p *Product) Name() *string                 { return some(p.doc.Name) }
func (p *Product) TypeID() *string               { return some(string(p.doc.Type)) }
func (p *Product) AttributeSetID() *int64        { return &p.doc.AttributeSet }
func (p *Product) CreatedAt() *string            { return some(p.doc.CreatedAt) }
func (p *Product) UpdatedAt() *string            { return some(p.doc.UpdatedAt) }
func (p *Product) URLKey() *string               { return some(p.doc.URLKey) }
func (p *Product) URLSuffix() *string            { return some(p.view.Links.URLSuffix) }
func (p *Product) MetaTitle() *string            { return p.attribute("meta_title") }
func (p *Product) MetaKeyword() *string          { return p.attribute("meta_keyword") }
func (p *Product) MetaDescription() *string      { return p.attribute("meta_description") }
func (p *Product) NewFromDate() *string          { return p.attribute("news_from_date") }
func (p *Product) NewToDate() *string            { return p.attribute("news_to_date") }
func (p *Product) OptionsContainer() *string     { return p.attribute("options_container") }
func (p *Product) GiftMessageAvailable() *string { return p.attribute("gift_message_available") }
func (p *Product) CountryOfManufacture() *string { return p.attribute("country_of_manufacture") }
func (p *Product) Color() *int64                 { return number(p.doc.Attributes["color"]) }
func (p *Product) Size() *int64                  { return number(p.doc.Attributes["size"]) }
func (p *Product) Manufacturer() *int64          { return number(p.doc.Attributes["manufacturer"]) }

func (*ProductImage) IsMediaGalleryInterface()  {}
func (*ProductVideo) IsMediaGalleryInterface()  {}
func (p *Product) Image() *ProductImage         { return p.roleImage("image", p.doc.Image) }
func (p *Product) SmallImage() *ProductImage    { return p.roleImage("small_image", p.doc.SmallImage) }
func (p *Product) Thumbnail() *ProductImage     { return p.roleImage("thumbnail", p.doc.Thumbnail) }
func (*TextSwatchData) IsSwatchDataInterface()  {}
func (*ColorSwatchData) IsSwatchDataInterface() {}
func (*ImageSwatchData) IsSwatchDataInterface() {}

//nolint:revive // the methods are the fields of the schema, which documents them
package model

import "github.com/shopspring/decimal"

func (*CategoryTree) IsCategoryInterface()       {}
func (c *CategoryTree) ID() *int64               { return &c.Document.ID }
func (c *CategoryTree) UID() string              { return uidOf(c.Document.ID) }
func (c *CategoryTree) Name() *string            { return some(c.Document.Name) }
func (c *CategoryTree) Path() *string            { return some(c.Document.Path) }
func (c *CategoryTree) Level() *int              { return &c.Document.Level }
func (c *CategoryTree) Position() *int           { return &c.Document.Position }
func (c *CategoryTree) URLKey() *string          { return some(c.Document.URLKey) }
func (c *CategoryTree) URLPath() *string         { return some(c.Document.URLPath) }
func (c *CategoryTree) URLSuffix() *string       { return new(c.View.categorySuffix()) }
func (c *CategoryTree) IncludeInMenu() *int64    { return flag(c.Document.InMenu) }
func (c *CategoryTree) DisplayMode() *string     { return c.Attribute("display_mode") }
func (c *CategoryTree) DefaultSortBy() *string   { return c.Attribute("default_sort_by") }
func (c *CategoryTree) MetaTitle() *string       { return c.Attribute("meta_title") }
func (c *CategoryTree) MetaKeywords() *string    { return c.Attribute("meta_keywords") }
func (c *CategoryTree) MetaDescription() *string { return c.Attribute("meta_description") }
func (*CategoryTree) IsRoutableInterface()       {}
func (c *CategoryTree) RelativeURL() *string     { return some(c.route.Path) }
func (c *CategoryTree) Type() *string            { return some(c.route.kind()) }
func (c *CategoryTree) CreatedAt() *string       { return some(c.Document.CreatedAt) }
func (c *CategoryTree) UpdatedAt() *string       { return some(c.Document.UpdatedAt) }
func (c *CategoryTree) PathInStore() *string     { return nil }
func (c *CategoryTree) CustomLayoutUpdateFile() *string {
	return c.Attribute("custom_layout_update_file")
}
func (c *CategoryTree) FilterPriceRange() *decimal.Decimal {
	return parsed(c.Document.Attributes["filter_price_range"])
}
func (c *CategoryTree) LandingPage() *int64 { return number(c.Document.Attributes["landing_page"]) }
func (c *CategoryTree) CmsBlock() *CmsBlock { return nil }

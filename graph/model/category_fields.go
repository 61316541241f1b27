//nolint:revive // the methods are the fields of the schema, which documents them
package model

func (*CategoryTree) IsCategoryInterface()       {}
func (c *CategoryTree) ID() *int64               { return &c.Document.ID }
func (c *CategoryTree) UID() string              { return uidOf(c.Document.ID) }
func (c *CategoryTree) Name() *string            { return some(c.Document.Name) }
func (c *CategoryTree) Path() *string            { return some(c.Document.Path) }
func (c *CategoryTree) Level() *int              { return &c.Document.Level }
func (c *CategoryTree) Position() *int           { return &c.Document.Position }
func (c *CategoryTree) URLKey() *string          { return some(c.Document.URLKey) }
func (c *CategoryTree) URLPath() *string         { return some(c.Document.URLPath) }
func (c *CategoryTree) URLSuffix() *string       { return some(c.View.Links.URLSuffix) }
func (c *CategoryTree) IncludeInMenu() *int64    { return flag(c.Document.InMenu) }
func (c *CategoryTree) IsAnchor() *int64         { return flag(c.Document.Anchor) }
func (c *CategoryTree) Description() *string     { return c.attribute("description") }
func (c *CategoryTree) DisplayMode() *string     { return c.attribute("display_mode") }
func (c *CategoryTree) DefaultSortBy() *string   { return c.attribute("default_sort_by") }
func (c *CategoryTree) MetaTitle() *string       { return c.attribute("meta_title") }
func (c *CategoryTree) MetaKeywords() *string    { return c.attribute("meta_keywords") }
func (c *CategoryTree) MetaDescription() *string { return c.attribute("meta_description") }

package sandbox

import (
	"slices"
	"strconv"
	"strings"
)

type category struct {
	ID, Parent int64
	Name       string
	Path       string // ids from the root, joined by slashes
	Level      int
	Position   int
	Anchor     bool
	URLKey     string
	URLPath    string
	CreatedAt  string
	UpdatedAt  string
}

func (s *shop) category(id int64) *category {
	for _, c := range s.categories {
		if c.ID == id {
			return c
		}
	}
	return nil
}

func (s *shop) children(id int64) []*category {
	var found []*category
	for _, c := range s.categories {
		if c.Parent == id {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b *category) int { return a.Position - b.Position })
	return found
}

func (s *shop) categoryJSON(c *category) object {
	children := s.children(c.ID)
	ids := make([]string, 0, len(children))
	for _, child := range children {
		ids = append(ids, strconv.FormatInt(child.ID, 10))
	}
	var attributes list
	add := func(code, value string) {
		attributes = append(attributes, pairs("attribute_code", code, "value", value))
	}
	if c.Level == 2 {
		add("display_mode", "PRODUCTS")
	}
	add("is_anchor", bit(c.Anchor))
	add("path", c.Path)
	add("children_count", strconv.Itoa(len(children)))
	if c.URLKey != "" {
		add("url_key", c.URLKey)
		add("url_path", c.URLPath)
	}
	return pairs("id", c.ID, "parent_id", c.Parent, "name", c.Name, "is_active", true, "position", c.Position, "level", c.Level,
		"children", strings.Join(ids, ","), "created_at", c.CreatedAt, "updated_at", c.UpdatedAt, "path", c.Path,
		"include_in_menu", true, "custom_attributes", attributes)
}

// tree is a category with its descendants down to a depth below it; a negative depth is no limit.
func (s *shop) tree(c *category, depth int) object {
	below := list{}
	if depth != 0 {
		for _, child := range s.children(c.ID) {
			below = append(below, s.tree(child, depth-1))
		}
	}
	return pairs("id", c.ID, "parent_id", c.Parent, "name", c.Name, "is_active", true, "position", c.Position,
		"level", c.Level, "product_count", s.productCount(c), "children_data", below)
}

// productCount counts what a shopper finds in a category: an anchor shows its descendants' products too.
func (s *shop) productCount(c *category) int {
	n := 0
	for _, p := range s.products {
		if p.Visibility != 1 && slices.ContainsFunc(p.Categories, func(l categoryLink) bool { return s.shows(c, l.ID) }) {
			n++
		}
	}
	return n
}

func (s *shop) shows(c *category, id int64) bool {
	if c.ID == id {
		return true
	}
	other := s.category(id)
	return c.Anchor && other != nil && strings.HasPrefix(other.Path, c.Path+"/")
}

// categoryColumn is a searchable column of a category.
func categoryColumn(c *category, field string) []any {
	switch field {
	case "entity_id", "id":
		return []any{c.ID}
	case "parent_id":
		return []any{c.Parent}
	case "level":
		return []any{c.Level}
	case "position":
		return []any{c.Position}
	case "name":
		return []any{c.Name}
	case "path":
		return []any{c.Path}
	case "url_key":
		return []any{c.URLKey}
	case "url_path":
		return []any{c.URLPath}
	case "is_active", "include_in_menu":
		return []any{1}
	case "is_anchor":
		return []any{bit(c.Anchor)}
	case "created_at":
		return []any{c.CreatedAt}
	case "updated_at":
		return []any{c.UpdatedAt}
	default:
		return nil
	}
}

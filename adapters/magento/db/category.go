package db

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/tillway/tillway/gateway/pos"
)

// Categories returns all categories below the store's root, the root included, by ascending id.
func (s *Source) Categories(ctx context.Context, store pos.Store) ([]pos.Category, error) {
	var categories []pos.Category
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		var err error
		for fresh := false; ; fresh = true {
			known, readNow, knownErr := s.known(ctx, r, store, fresh)
			if knownErr != nil {
				return knownErr
			}
			t := &tree{store: store, known: known, index: map[int64]int{}, overridden: map[valueKey]struct{}{}}
			if err = t.load(ctx, r); err != nil || readNow || !t.unknown {
				categories = t.categories
				s.tell(ctx, store, &t.faults)
				return err
			}
		}
	})
	return categories, err
}

// tree is a store's categories while they are being put together.
type tree struct {
	store      pos.Store
	known      *metadata
	categories []pos.Category
	index      map[int64]int
	overridden map[valueKey]struct{}
	unknown    bool
	faults     faults
}

func (t *tree) load(ctx context.Context, r *reader) error {
	var root string
	err := r.each(ctx, "root category", "SELECT path FROM {catalog_category_entity} WHERE entity_id = ?",
		[]any{t.store.RootCategoryID}, func(c *row) { root = c.text(0) })
	if err != nil || root == "" {
		return err
	}
	below := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(root) + "/%"
	err = r.each(ctx, "categories", `
		SELECT entity_id, parent_id, path, level, position, created_at, updated_at FROM {catalog_category_entity}
		WHERE path = ? OR path LIKE ? ORDER BY entity_id`, []any{root, below}, func(c *row) {
		t.index[c.integer(0)] = len(t.categories)
		t.categories = append(t.categories, pos.Category{
			ID: c.integer(0), ParentID: c.integer(1), Path: c.text(2), Level: int(c.integer(3)), Position: int(c.integer(4)),
			CreatedAt: c.text(5), UpdatedAt: c.text(6),
		})
	})
	if err != nil {
		return err
	}
	for _, c := range t.categories {
		if strayed(c) {
			t.faults.add(faultCategory, c.ID)
		}
	}
	for _, kind := range []string{"varchar", "int", "text", "decimal", "datetime"} {
		err := r.each(ctx, "category "+kind+" values", `
			SELECT v.entity_id, v.attribute_id, v.store_id, v.value FROM {catalog_category_entity_`+kind+`} v
			JOIN {catalog_category_entity} e ON e.entity_id = v.entity_id
			WHERE (e.path = ? OR e.path LIKE ?) AND v.store_id IN (0, ?)`, []any{root, below, t.store.ID}, t.value)
		if err != nil {
			return err
		}
	}
	return nil
}

// value takes one row of a value table; see page.value for which row counts.
func (t *tree) value(c *row) {
	i, ok := t.index[c.integer(0)]
	if !ok {
		return
	}
	a := t.known.categories.byID(c.integer(1))
	if a == nil {
		t.unknown = true
		t.faults.add(faultValue, c.integer(0))
		return
	}
	key := valueKey{c.integer(0), c.integer(1)}
	if _, hidden := t.overridden[key]; hidden && c.integer(2) == 0 {
		return
	}
	if c.integer(2) != 0 {
		t.overridden[key] = struct{}{}
	}
	t.categories[i] = withValue(t.categories[i], a, c)
	if string(c.bytes(3)) == zeroDate {
		t.faults.add(faultDate, c.integer(0))
	}
	if !utf8.Valid(c.bytes(3)) {
		t.faults.add(faultText, c.integer(0))
	}
}

// withValue returns a category with an attribute set to the value of a row's fourth column.
func withValue(category pos.Category, a *attribute, c *row) pos.Category {
	switch a.role {
	case roleNone:
	case roleName:
		category.Name = c.clean(3)
	case roleURLKey:
		category.URLKey = c.clean(3)
	case roleURLPath:
		category.URLPath = c.clean(3)
	case roleActive:
		category.Active = c.integer(3) == 1
	case roleInMenu:
		category.InMenu = c.integer(3) == 1
	case roleAnchor:
		category.Anchor = c.integer(3) == 1
	default:
		value := c.bytes(3)
		if a.decimal {
			value = trimZeros(value)
		}
		if len(value) == 0 || string(value) == zeroDate {
			delete(category.Attributes, a.code)
			return category
		}
		if category.Attributes == nil {
			category.Attributes = map[string]string{}
		}
		category.Attributes[a.code] = valid(value)
	}
	return category
}

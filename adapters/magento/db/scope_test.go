package db_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

// The attribute ids in the statements are those of the recorded shop.
const (
	name         = "INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (73, 1, 1, 'Here')"
	noName       = "INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (73, 1, 1, NULL)"
	emptyColor   = "INSERT INTO catalog_product_entity_int (attribute_id, store_id, entity_id, value) VALUES (93, 1, 1, NULL)"
	noPrice      = "INSERT INTO catalog_product_entity_decimal (attribute_id, store_id, entity_id, value) VALUES (77, 1, 1, NULL)"
	noSpecial    = "INSERT INTO catalog_product_entity_decimal (attribute_id, store_id, entity_id, value) VALUES (78, 1, 2, NULL)"
	elsewhere    = "INSERT INTO store (store_id, code, website_id, group_id, name, sort_order, is_active) VALUES (2, 'other', 1, 1, 'Other', 0, 1)"
	nameThere    = "INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (73, 2, 1, 'There')"
	noSelection  = "UPDATE catalog_product_entity_varchar SET value = 'no_selection' WHERE attribute_id = 87 AND entity_id = 1"
	emptyText    = "UPDATE catalog_product_entity_varchar SET value = '' WHERE attribute_id = 109 AND entity_id = 1"
	labelHere    = "UPDATE catalog_product_entity_media_gallery_value SET label = 'Mine', position = NULL WHERE entity_id = 1 AND store_id = 1"
	emptyLabel   = "UPDATE catalog_product_entity_media_gallery_value SET label = '' WHERE entity_id = 1 AND store_id = 1"
	noLabel      = "UPDATE catalog_product_entity_media_gallery_value SET label = NULL WHERE entity_id = 1"
	offAll       = "UPDATE catalog_product_entity_media_gallery SET disabled = 1 WHERE value_id = 1"
	fixedBundle  = "UPDATE catalog_product_entity_int SET value = 1 WHERE attribute_id = 129 AND entity_id = 45"
	bundlePrice  = "INSERT INTO catalog_product_entity_decimal (attribute_id, store_id, entity_id, value) VALUES (77, 0, 45, 99.900000)"
	weight       = "INSERT INTO catalog_product_entity_decimal (attribute_id, store_id, entity_id, value) VALUES (82, 0, 1, 1.500000)"
	bundleWeight = "INSERT INTO catalog_product_entity_decimal (attribute_id, store_id, entity_id, value) VALUES (82, 0, 45, 3.000000)"
	zeroDate     = "INSERT INTO catalog_product_entity_datetime (attribute_id, store_id, entity_id, value) VALUES (94, 0, 1, 0)"
	disabled     = "UPDATE catalog_product_entity_int SET value = 2 WHERE attribute_id = 97 AND entity_id = 1"
	unlisted     = "DELETE FROM catalog_product_index_price WHERE entity_id = 1"
	tier         = "UPDATE catalog_product_index_price SET final_price = 30 WHERE entity_id = 1 AND customer_group_id = 2"
	axisLabel    = "INSERT INTO catalog_product_super_attribute_label (product_super_attribute_id, store_id, use_default, value) VALUES (213, 1, 0, 'Tint')"
	axisDefault  = "UPDATE catalog_product_super_attribute_label SET use_default = 1 WHERE product_super_attribute_id = 213"
	colorLabel   = "INSERT INTO eav_attribute_label (attribute_id, store_id, value) VALUES (93, 1, 'Shade')"
	optionLabel  = "INSERT INTO eav_attribute_option_value (option_id, store_id, value) VALUES (50, 1, 'Azure')"
	optionSort   = "UPDATE eav_attribute_option SET sort_order = 99 WHERE option_id = 50"
	cheapVariant = "UPDATE catalog_product_index_price SET price = 5 WHERE entity_id = 1550 AND customer_group_id = 0"
	cheapFor2    = "UPDATE catalog_product_index_price SET price = 5 WHERE entity_id = 1550 AND customer_group_id = 2"
	noVariant    = "DELETE FROM catalog_product_super_link WHERE product_id = 1547"
)

func TestScopes(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for what, c := range map[string]struct {
		changes []string
		id      int64
		get     func(pos.Product) any
		want    any
	}{
		"a row of the store view hides that of all stores": {[]string{name}, 1, func(p pos.Product) any { return p.Name }, "Here"},
		"a row of another store view changes nothing":      {[]string{elsewhere, nameThere}, 1, func(p pos.Product) any { return p.Name }, "Joust Duffle Bag"},
		"a row that holds NULL hides the value too":        {[]string{noName}, 1, func(p pos.Product) any { return p.Name }, ""},
		"so it does for a number":                          {[]string{noPrice}, 1, func(p pos.Product) any { return p.Price == nil }, true},
		"and for an attribute among the others":            {[]string{emptyColor}, 1, attribute("color"), nil},
		"a special price hidden takes its dates with it":   {[]string{noSpecial}, 2, func(p pos.Product) any { return p.Special == nil }, true},
		"no_selection is no image":                         {[]string{noSelection}, 1, func(p pos.Product) any { return p.Image }, ""},
		"an empty text is no value":                        {[]string{emptyText}, 1, attribute("image_label"), nil},
		"a zero date is no value":                          {[]string{zeroDate}, 1, attribute("news_from_date"), nil},
		"a weight loses its zeros":                         {[]string{weight}, 1, attribute("weight"), "1.5"},
		"a dynamic bundle has no weight of its own":        {[]string{bundleWeight}, 45, attribute("weight"), nil},
		"media fall back column by column":                 {[]string{labelHere}, 1, medium, "/m/b/mb01-blue-0.jpg, Mine, at 1"},
		"an empty label hides that of all stores":          {[]string{emptyLabel}, 1, medium, "/m/b/mb01-blue-0.jpg, , at 1"},
		"media may have no label":                          {[]string{noLabel}, 1, medium, "/m/b/mb01-blue-0.jpg, no label, at 1"},
		"media that are off everywhere are left out":       {[]string{offAll}, 1, func(p pos.Product) any { return len(p.Gallery) }, 0},
		"a dynamic bundle has no price of its own":         {[]string{bundlePrice}, 45, func(p pos.Product) any { return p.Price == nil }, true},
		"a fixed bundle has":                               {[]string{bundlePrice, fixedBundle}, 45, func(p pos.Product) any { return p.Price.String() }, "99.9"},
		"a disabled product comes, disabled":               {[]string{disabled}, 1, func(p pos.Product) any { return p.Enabled }, false},
		"a product without index rows has no prices":       {[]string{unlisted}, 1, func(p pos.Product) any { return len(p.Prices) }, 0},
		"prices are told for each group":                   {[]string{tier}, 1, func(p pos.Product) any { return groupFinal(p, 2) + groupFinal(p, 1) }, "3034"},
		"an axis is labelled by the store view":            {[]string{axisLabel}, 1562, func(p pos.Product) any { return p.Options[1].Label }, "Tint"},
		"or as its attribute is, where it says so":         {[]string{axisDefault, colorLabel}, 1562, func(p pos.Product) any { return p.Options[1].Label }, "Shade"},
		"an option is labelled by the store view":          {[]string{optionLabel}, 1562, func(p pos.Product) any { return p.Options[1].Values[0].Label }, "Azure"},
		"options come in their sort order":                 {[]string{optionSort}, 1562, func(p pos.Product) any { return p.Options[1].Values[2].ID }, int64(50)},
		"the cheapest variant makes the regular price":     {[]string{cheapVariant}, 1562, func(p pos.Product) any { return p.Prices[0].Regular.String() }, "5"},
		"for one customer group too": {[]string{cheapFor2}, 1562, func(p pos.Product) any {
			price, _ := pos.PriceOf(p.Prices, 2)
			return price.Regular.String() + " " + strconv.FormatBool(price.Regular.Equal(p.Prices[0].Regular))
		}, "5 false"},
		"a variant that was unlinked is no variant": {[]string{noVariant}, 1562, func(p pos.Product) any { return len(p.Variants) }, 14},
	} {
		t.Run(what, func(t *testing.T) {
			s := l.with(t, db.Config{}, c.changes...)
			if got := c.get(s.product(t, c.id)); got != c.want {
				t.Errorf("by id: got %v, want %v", got, c.want)
			}
			for _, p := range s.all(t, 1000) {
				if p.ID == c.id && c.get(p) != c.want {
					t.Errorf("in a page: got %v, want %v", c.get(p), c.want)
				}
			}
		})
	}
}

func medium(p pos.Product) any {
	m, label := p.Gallery[0], "no label"
	if m.Label != nil {
		label = *m.Label
	}
	return fmt.Sprintf("%s, %s, at %d", m.File, label, m.Position)
}

func attribute(code string) func(pos.Product) any {
	return func(p pos.Product) any {
		if v := p.Attributes.Of(code); v != "" {
			return v
		}
		return nil
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	t.Run("a label is read anew when its time is over", func(t *testing.T) {
		now := time.Unix(1_800_000_000, 0)
		s := l.with(t, db.Config{Now: func() time.Time { return now }})
		label := func() string { return s.product(t, 1562).Options[1].Values[0].Label }
		if got := label(); got != "Blue" {
			t.Fatalf("label %q, want Blue", got)
		}
		s.change(t, optionLabel)
		if got := label(); got != "Blue" {
			t.Errorf("label %q before its time was over, want Blue", got)
		}
		now = now.Add(2 * time.Minute)
		if got := label(); got != "Azure" {
			t.Errorf("label %q after its time was over, want Azure", got)
		}
	})
	t.Run("a new attribute and a new option are known at once", func(t *testing.T) {
		s := l.with(t, db.Config{})
		s.product(t, 1562)
		s.change(t,
			`INSERT INTO eav_attribute (attribute_id, entity_type_id, attribute_code, backend_type, frontend_input) VALUES (900, 4, 'ean', 'varchar', 'text')`,
			`INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (900, 0, 1562, '96385074')`,
			`INSERT INTO eav_attribute_option (option_id, attribute_id, sort_order) VALUES (900, 93, 0)`,
			`INSERT INTO eav_attribute_option_value (option_id, store_id, value) VALUES (900, 0, 'Teal')`,
			`UPDATE catalog_product_entity_int SET value = 900 WHERE attribute_id = 93 AND entity_id = 1547`)
		p := s.product(t, 1562)
		if got := p.Attributes.Of("ean"); got != "96385074" {
			t.Errorf("ean = %q, want 96385074", got)
		}
		if got := p.Options[1].Values[0]; got.Label != "Teal" {
			t.Errorf("first colour = %v, want Teal", got)
		}
	})
	t.Run("an option that was deleted comes last, without a label", func(t *testing.T) {
		s := l.with(t, db.Config{}, "DELETE FROM eav_attribute_option WHERE option_id = 50", "DELETE FROM eav_attribute_option_value WHERE option_id = 50")
		colors := s.product(t, 1562).Options[1].Values
		if len(colors) != 3 || colors[2] != (pos.OptionValue{ID: 50}) {
			t.Errorf("colours %v, want 50 last", colors)
		}
	})
}

// groupFinal is what a customer group pays.
func groupFinal(p pos.Product, group int64) string {
	price, _ := pos.PriceOf(p.Prices, group)
	return price.Final.String()
}

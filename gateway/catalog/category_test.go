package catalog_test

import (
	"fmt"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

// The expectations are answers of a real Magento 2.4.7 with its sample data.
func TestCategoriesAnswersAsMagentoDoes(t *testing.T) {
	t.Parallel()
	c := filled(t).catalog
	for _, tt := range []struct {
		name  string
		query pos.CategoryQuery
		total int
		ids   string
	}{
		{"children by position", pos.CategoryQuery{ParentIDs: []int64{3}, PageSize: 2}, 3, "[4 5]"},
		{"their second page", pos.CategoryQuery{ParentIDs: []int64{3}, PageSize: 2, Page: 2}, 3, "[6]"},
		{"inactive ones are left out", pos.CategoryQuery{ParentIDs: []int64{2}}, 6, "[38 20 11 3 9 37]"},
		{"by url path", pos.CategoryQuery{URLPaths: []string{"gear/bags"}}, 1, "[4]"},
		{"by part of the name, in any letter case", pos.CategoryQuery{Name: "tees"}, 3, "[16 25 33]"},
		{"by a name with a wildcard", pos.CategoryQuery{Name: "B_gs"}, 1, "[4]"},
		{"by a name with any letters between", pos.CategoryQuery{Name: "h%shirts"}, 2, "[15 24]"},
		{"by letters that begin in several places", pos.CategoryQuery{Name: "ee_"}, 3, "[16 25 33]"},
		{"by a name with a wildcard that is none", pos.CategoryQuery{Name: `B\_gs`}, 0, "[]"},
		{"by a name with signs", pos.CategoryQuery{Name: "Hoodies & Sweatshirts"}, 2, "[15 24]"},
		{"signs are part of a name", pos.CategoryQuery{Name: "Gear!"}, 0, "[]"},
		{"by url key, in any letter case", pos.CategoryQuery{URLKeys: []string{"BAGS"}}, 1, "[4]"},
		{"by url path, in any letter case", pos.CategoryQuery{URLPaths: []string{"Gear/Bags"}}, 1, "[4]"},
		{"nothing", pos.CategoryQuery{URLKeys: []string{"no-such"}}, 0, "[]"},
		{"the root by id", pos.CategoryQuery{IDs: []int64{2, 1}}, 1, "[2]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := tt.query
			q.Store, q.Page = storeCode, max(q.Page, 1)
			if q.PageSize == 0 {
				q.PageSize = 20
			}
			got, err := c.Categories(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			ids := []int64{}
			for _, category := range got.Items {
				ids = append(ids, category.ID)
			}
			if got.Total != tt.total || fmt.Sprint(ids) != tt.ids {
				t.Errorf("%d: %v, want %d: %s", got.Total, ids, tt.total, tt.ids)
			}
		})
	}
	t.Run("a page past the end is refused", func(t *testing.T) {
		t.Parallel()
		_, err := c.Categories(t.Context(), pos.CategoryQuery{Store: storeCode, ParentIDs: []int64{3}, PageSize: 2, Page: 9})
		if pos.MessageOf(err) != "currentPage value 9 specified is greater than the 2 page(s) available." || pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("error is %v", err)
		}
	})
}

func TestProductCountsAreMagentos(t *testing.T) {
	t.Parallel()
	c := filled(t).catalog
	for id, want := range map[int64]int{2: 188, 38: 0, 20: 0, 21: 50, 23: 12, 24: 12, 25: 12, 26: 14, 22: 25, 27: 13, 28: 12, 11: 0, 12: 48,
		14: 11, 15: 13, 16: 12, 17: 12, 13: 24, 18: 12, 19: 12, 3: 35, 4: 14, 5: 11, 6: 9, 9: 6, 10: 6, 37: 0, 8: 32, 30: 14, 34: 21, 36: 18, 4711: 0} {
		if got, err := c.ProductCount(t.Context(), storeCode, id); err != nil || got != want {
			t.Errorf("category %d counts %d, want %d (%v)", id, got, want, err)
		}
	}
}

func TestAnAnchorIgnoresWhatAnInactiveDescendantHas(t *testing.T) {
	t.Parallel()
	r := setup(t)
	tees := r.shop.categories[25]
	tees.Active = false
	r.shop.categories[25] = tees
	r.load(t)
	r.sync(t)
	if got, _ := r.catalog.ProductCount(t.Context(), storeCode, 21); got != 50-12 {
		t.Errorf("the anchor counts %d", got)
	}
	if got, err := r.catalog.CategoriesByID(t.Context(), storeCode, []int64{25, 21}); err != nil || len(got) != 2 || got[0].Active || !got[1].Active {
		t.Errorf("by id: %v, %v", got, err)
	}
}

func TestAPathIsThatOfTheActiveCategory(t *testing.T) {
	t.Parallel()
	for _, off := range []int64{3, 25} { // in whatever order they come
		r := setup(t)
		c := r.shop.categories[off]
		c.Active, c.URLPath = false, "gear/bags"
		r.shop.categories[off] = c
		r.load(t)
		r.sync(t)
		if got, err := r.catalog.Route(t.Context(), storeCode, "gear/bags.html"); err != nil || got.EntityID != 4 {
			t.Errorf("beside %d: %+v, %v", off, got, err)
		}
	}
}

func TestCategoriesInALoopEndNothing(t *testing.T) {
	t.Parallel()
	r := setup(t)
	bags, gear := r.shop.categories[4], r.shop.categories[3]
	gear.ParentID, gear.Path = 4, "1/2/4/3/4/3"
	bags.ParentID, bags.Path = 3, "1/2/3/4/3/4"
	r.shop.categories[3], r.shop.categories[4] = gear, bags
	r.load(t)
	r.sync(t)
	for id, least := range map[int64]int{3: 14, 4: 14, 21: 50} {
		if got, err := r.catalog.ProductCount(t.Context(), storeCode, id); err != nil || got < least {
			t.Errorf("category %d counts %d, %v", id, got, err)
		}
	}
	page, err := r.catalog.Categories(t.Context(), pos.CategoryQuery{Store: storeCode, PageSize: 100, Page: 1})
	if err != nil || page.Total < 30 {
		t.Errorf("%d categories, %v", page.Total, err)
	}
}

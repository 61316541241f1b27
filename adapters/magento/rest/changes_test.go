package rest_test

import (
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

var _ catalog.ChangeSource = (*rest.Client)(nil)

// dates is a shop that knows when its products were changed.
type dates map[int64]string

func (d dates) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	from, after, latest := "", int64(0), q.Get("searchCriteria[sortOrders][0][field]") == "updated_at"
	for g := range 2 {
		at := "searchCriteria[filterGroups][" + strconv.Itoa(g) + "][filters][0]"
		switch q.Get(at + "[field]") {
		case "entity_id":
			after, _ = strconv.ParseInt(q.Get(at+"[value]"), 10, 64)
		case "updated_at":
			from = q.Get(at + "[value]")
		}
	}
	type item struct {
		ID      int64  `json:"id"`
		Updated string `json:"updated_at"`
	}
	items := []item{}
	for id, updated := range d {
		if id > after && updated >= from {
			items = append(items, item{id, updated})
		}
	}
	slices.SortFunc(items, func(a, b item) int {
		if latest && a.Updated != b.Updated {
			if a.Updated > b.Updated {
				return -1
			}
			return 1
		}
		return int(a.ID - b.ID)
	})
	size, _ := strconv.Atoi(q.Get("searchCriteria[pageSize]"))
	answerJSON(w, map[string]any{"items": items[:min(size, len(items))], "total_count": len(items)})
}

func TestChangesByDate(t *testing.T) {
	t.Parallel()
	shopDates := dates{}
	for id := range int64(1200) {
		shopDates[id+1] = "2026-11-20 10:00:00"
	}
	now := time.Date(2026, 11, 21, 9, 1, 0, 0, time.UTC)
	c, _ := shop(t, shopDates, func(cfg *rest.Config) { cfg.Now = func() time.Time { return now } })
	first, err := c.Changes(t.Context(), store1, pos.SourceMark{})
	if err != nil || len(first.Products) != 0 || len(first.Blind) != 6 {
		t.Fatalf("first reading %+v, %v: want no products and all kinds blind", first, err)
	}
	quiet, err := c.Changes(t.Context(), store1, first.Next)
	if err != nil || len(quiet.Products) != 0 {
		t.Errorf("%d products changed in a quiet shop, %v", len(quiet.Products), err)
	}
	before, err := c.Digests(t.Context(), store1, 500)
	if err != nil || len(before) != 3 || before[0].Count != 499 || before[2].From != 1000 || before[2].To != 1499 {
		t.Fatalf("digests %+v, %v", before, err)
	}
	shopDates[7], shopDates[900] = "2026-11-21 09:00:00", "2026-11-20 09:59:00"
	changed, err := c.Changes(t.Context(), store1, first.Next)
	if err != nil || len(changed.Products) != 1200 || changed.Next.ReadAt[pos.DocProduct] != "2026-11-21 09:00:00" {
		t.Errorf("%d products, next %v, %v: want all within two minutes of the mark, the one committed late too", len(changed.Products), changed.Next, err)
	}
	shopDates[901] = "2026-11-21 08:59:30"
	late, err := c.Changes(t.Context(), store1, changed.Next)
	if err != nil || !slices.Equal(late.Products, []int64{7, 901}) {
		t.Errorf("%v after one was committed late, %v: want it and the last one, which may have been indexed since", late.Products, err)
	}
	now = now.Add(2 * time.Minute)
	again, err := c.Changes(t.Context(), store1, late.Next)
	if err != nil || len(again.Products) != 0 {
		t.Errorf("%d products when the last change is no longer recent, %v", len(again.Products), err)
	}
	delete(shopDates, 900)
	after, err := c.Digests(t.Context(), store1, 500)
	if err != nil || before[0].Digest == after[0].Digest || before[1].Digest == after[1].Digest || before[2].Digest != after[2].Digest {
		t.Errorf("before %v\nafter %v, %v: want the first two ranges to differ", before, after, err)
	}
	if _, err := c.Digests(t.Context(), store1, 0); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("ranges of nothing: %v", err)
	}
}

func TestManyChangesOfOneDateAreLostOnce(t *testing.T) {
	t.Parallel()
	shopDates := dates{1: "2026-11-20 10:00:00"}
	now := time.Date(2026, 11, 21, 9, 1, 0, 0, time.UTC)
	c, _ := shop(t, shopDates, func(cfg *rest.Config) { cfg.Now = func() time.Time { return now } })
	var mark pos.SourceMark
	changes := func() pos.SourceChanges {
		t.Helper()
		found, err := c.Changes(t.Context(), store1, mark)
		if err != nil {
			t.Fatal(err)
		}
		mark = found.Next
		return found
	}
	changes()
	for id := range int64(20_001) {
		shopDates[id+1] = "2026-11-21 09:00:00"
	}
	if found := changes(); !slices.Equal(found.Lost, []pos.DocumentKind{pos.DocProduct}) {
		t.Errorf("lost %v after a mass update, want products", found.Lost)
	}
	shopDates[7] = "2026-11-21 09:00:30"
	if found := changes(); len(found.Lost) > 0 || !slices.Equal(found.Products, []int64{7}) {
		t.Errorf("then %v, lost %v; want the one that changed since", found.Products, found.Lost)
	}
}

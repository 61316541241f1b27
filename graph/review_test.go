package graph_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// critics wrote two reviews of product 1.
type critics struct{ asked atomic.Int64 }

func (c *critics) Reviews(_ context.Context, store pos.Store, product int64, page, size int) (pos.ReviewPage, error) {
	c.asked.Add(1)
	if product != 1 || store.Code != "default" {
		return pos.ReviewPage{Page: 1}, nil
	}
	return pos.ReviewPage{Total: 2, Page: 2, Items: []pos.Review{{
		ID: 7, ProductID: 1, Title: fmt.Sprintf("page %d of %d", page, size), Text: "long", Nickname: "Chi", CreatedAt: "2026-01-01 00:00:00",
		Votes: []pos.ReviewVote{{Rating: "Value", Value: "2", Percent: 40}, {Rating: "Price", Value: "3", Percent: 60}},
	}}}, nil
}

// CustomerReviews are of customer 104: one of product 1, one of a product that is not sold.
func (c *critics) CustomerReviews(_ context.Context, _ pos.Store, customer int64, page, size int) (pos.ReviewPage, error) {
	if customer != 104 {
		return pos.ReviewPage{Page: 1}, nil
	}
	return pos.ReviewPage{Total: 2, Page: page, Items: []pos.Review{
		{ID: 8, ProductID: 1, Title: fmt.Sprintf("page %d of %d", page, size)}, {ID: 9, ProductID: 4040, Title: "gone"},
	}}, nil
}

func (c *critics) Ratings(context.Context, pos.Store) ([]pos.ReviewRating, error) {
	return []pos.ReviewRating{{ID: 1, Name: "Quality"}, {ID: 4, Name: "Rating", Options: []pos.ReviewRatingOption{{ID: 16, Value: "1"}, {ID: 17, Value: "2"}}}}, nil
}

func TestWhatReviewsRate(t *testing.T) {
	t.Parallel()
	const query = `{productReviewRatingsMetadata{items{id name values{value_id value}}}}`
	w := setup(t, func(c *graph.Config) { c.Reviews = &critics{} })
	const want = `{"data":{"productReviewRatingsMetadata":{"items":[{"id":"MQ==","name":"Quality","values":[]},` +
		`{"id":"NA==","name":"Rating","values":[{"value_id":"MTY=","value":"1"},{"value_id":"MTc=","value":"2"}]}]}}}`
	if got := strings.TrimSpace(string(w.ask(t, query, nil, "").Raw)); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := setup(t).ask(t, query, nil, ""); got.code() != "UNAVAILABLE" {
		t.Errorf("without the database: %s", got.Raw)
	}
	off := setup(t, func(c *graph.Config) { c.Reviews = &critics{} })
	off.catalog.Shop.Settings = map[string]string{"catalog/review/active": "0"}
	if got := off.ask(t, query, nil, ""); fmt.Sprint(got.at("productReviewRatingsMetadata", "items")) != "[]" {
		t.Errorf("reviews are switched off: %s", got.Raw)
	}
}

func TestReviewsOfProducts(t *testing.T) {
	t.Parallel()
	const query = `{products(filter:{sku:{eq:"24-MB01"}}){items{reviews(pageSize:1,currentPage:9){
		items{nickname summary text average_rating created_at ratings_breakdown{name value} product{sku}} page_info{current_page page_size total_pages}}}}}`
	t.Run("are read each time they are asked for", func(t *testing.T) {
		t.Parallel()
		known := &critics{}
		w := setup(t, func(c *graph.Config) { c.Reviews = known })
		for range 2 {
			got := string(w.ask(t, query, nil, "").Raw)
			want := `{"items":[{"nickname":"Chi","summary":"page 9 of 1","text":"long","average_rating":50,"created_at":"2026-01-01 00:00:00",` +
				`"ratings_breakdown":[{"name":"Value","value":"2"},{"name":"Price","value":"3"}],"product":{"sku":"24-MB01"}}],"page_info":{"current_page":2,"page_size":1,"total_pages":2}}`
			if !strings.Contains(got, want) {
				t.Fatalf("%s\nwant %s", got, want)
			}
		}
		if n := known.asked.Load(); n != 2 {
			t.Errorf("asked %d times", n)
		}
	})
	t.Run("are missed where they are", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.catalog.Everything[0].Rating = &pos.Rating{Summary: 50, Count: 2}
		a := w.ask(t, query, nil, "")
		if a.code() != "UNAVAILABLE" || fmt.Sprint(a.Errors[0].Path) != "[products items 0 reviews]" {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("are none where they are switched off, and neither is what they come to", func(t *testing.T) {
		t.Parallel()
		w := setup(t, func(c *graph.Config) { c.Reviews = &critics{} })
		w.catalog.Everything[0].Rating = &pos.Rating{Summary: 50, Count: 2}
		w.catalog.Shop.Settings = map[string]string{"catalog/review/active": "0"}
		got := string(w.ask(t, `{products(filter:{sku:{eq:"24-MB01"}}){items{rating_summary review_count reviews(pageSize:0){items{nickname}}}}}`, nil, "").Raw)
		if want := `[{"rating_summary":0,"review_count":0,"reviews":{"items":[]}}]`; !strings.Contains(got, want) {
			t.Errorf("%s\nwant %s", got, want)
		}
		paged := w.ask(t, `{products(filter:{sku:{eq:"24-MB01"}}){items{reviews{page_info{total_pages}}}}}`, nil, "")
		if len(paged.Errors) != 1 || paged.Errors[0].Message != "Internal server error" || fmt.Sprint(paged.at("products", "items")) != "[<nil>]" {
			t.Errorf("a page that Magento does not know: %s", paged.Raw)
		}
	})
	t.Run("refuse pages that cannot be", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		for _, page := range []string{"0", "null"} {
			a := w.ask(t, strings.Replace(query, "currentPage:9", "currentPage:"+page, 1), nil, "")
			if len(a.Errors) != 1 || a.Errors[0].Message != "currentPage value must be greater than 0." || fmt.Sprint(a.at("products", "items")) != "[<nil>]" {
				t.Errorf("%s", a.Raw)
			}
		}
	})
}

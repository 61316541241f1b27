package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

func TestReviews(t *testing.T) {
	t.Parallel()
	s := recorded(t, "dump.sql.gz")
	s.change(t,
		"UPDATE review SET created_at = '2026-01-01 00:00:00' WHERE review_id = 1",
		"INSERT INTO rating_option_vote (option_id, remote_ip, entity_pk_value, rating_id, review_id, percent, value) VALUES (1, '', 1, 1, 2, 25, 1)",
		"INSERT INTO rating_title (rating_id, store_id, value) VALUES (1, 1, 'How good')",
		"INSERT INTO review (review_id, created_at, entity_id, entity_pk_value, status_id) VALUES (9001, '2026-12-01 00:00:00', 1, 1, 2)", // pending
		"INSERT INTO review_detail (review_id, store_id, title, detail, nickname) VALUES (9001, 1, 'x', 'x', 'x')",
		"INSERT INTO review_store VALUES (9001, 1)",
	)
	page := func(number, size int) pos.ReviewPage {
		t.Helper()
		found, err := s.Reviews(t.Context(), s.store, 1, number, size)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	both := page(1, 5)
	if both.Total != 2 || len(both.Items) != 2 || both.Items[0].Nickname != "Filiberto" || both.Items[1].Title != "I prefer more compartments" {
		t.Fatalf("%+v", both)
	}
	if average := both.Items[0].Average().String(); average != "42.5" || both.Items[0].Votes[1].Rating != "How good" {
		t.Errorf("%s: %+v", average, both.Items[0])
	}
	if last := page(9, 1); last.Page != 2 || last.Total != 2 || len(last.Items) != 1 || last.Items[0].Nickname != "Chi" {
		t.Errorf("a page past the end is the last: %+v", last)
	}
	if none, err := s.Reviews(t.Context(), s.store, 45, 1, 5); err != nil || none.Total != 0 || len(none.Items) != 0 {
		t.Errorf("%+v %v", none, err)
	}
	s.change(t, "DROP TABLE review_store", "DROP TABLE rating_store")
	if none, err := s.Ratings(t.Context(), s.store); err != nil || len(none) != 0 {
		t.Errorf("ratings of a shop without reviews: %+v %v", none, err)
	}
	if none, err := s.Reviews(t.Context(), s.store, 1, 1, 5); err != nil || len(none.Items) != 0 {
		t.Errorf("a shop without reviews: %+v %v", none, err)
	}
}

func TestReviewsOfACustomer(t *testing.T) {
	t.Parallel()
	s := recorded(t, "dump.sql.gz")
	s.change(t,
		"UPDATE review_detail SET customer_id = 1 WHERE review_id IN (1, 3)",
		"UPDATE review SET status_id = 2 WHERE review_id = 3", // pending: the author sees it
		"UPDATE review SET created_at = '2026-01-01 00:00:00' WHERE review_id = 1",
	)
	var product int64
	if err := s.admin.QueryRowContext(t.Context(), "SELECT entity_pk_value FROM review WHERE review_id = 3").Scan(&product); err != nil {
		t.Fatal(err)
	}
	found, err := s.CustomerReviews(t.Context(), s.store, 1, 1, 5)
	if err != nil || found.Total != 2 || len(found.Items) != 2 || found.Items[0].ID != 3 || found.Items[0].ProductID != product || found.Items[1].ID != 1 {
		t.Errorf("%+v %v", found, err)
	}
	if none, err := s.CustomerReviews(t.Context(), s.store, 2, 1, 5); err != nil || none.Total != 0 {
		t.Errorf("another's: %+v %v", none, err)
	}
	other := s.store
	other.ID = 99
	if none, err := s.CustomerReviews(t.Context(), other, 1, 1, 5); err != nil || none.Total != 0 {
		t.Errorf("in another store view: %+v %v", none, err)
	}
}

func TestRatings(t *testing.T) {
	t.Parallel()
	s := recorded(t, "dump.sql.gz")
	s.change(t,
		"INSERT INTO rating_store VALUES (1, 1), (2, 1)",
		"UPDATE rating SET position = 9 WHERE rating_id = 4",
		"UPDATE rating SET is_active = 0 WHERE rating_id = 2",
		"DELETE FROM rating_option WHERE rating_id = 1",
	)
	found, err := s.Ratings(t.Context(), s.store)
	want := []pos.ReviewRating{{ID: 1, Name: "Quality"}, {ID: 4, Name: "Rating", Options: []pos.ReviewRatingOption{{ID: 16, Value: "1"}, {ID: 17, Value: "2"}, {ID: 18, Value: "3"}, {ID: 19, Value: "4"}, {ID: 20, Value: "5"}}}}
	if diff := cmp.Diff(want, found); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestRatingsOfASingleStore(t *testing.T) {
	t.Parallel()
	s := recorded(t, "dump.sql.gz")
	count := func() int {
		t.Helper()
		found, err := s.Ratings(t.Context(), s.store)
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	s.change(t, "DELETE FROM rating_store", "INSERT INTO rating_store VALUES (1, 1)", "UPDATE rating SET is_active = 1", "DELETE FROM store WHERE store_id > 1")
	if n := count(); n != 1 {
		t.Errorf("%d where a shop has one store view but is not told so", n)
	}
	s.change(t, "INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'general/single_store_mode/enabled', '1')")
	if n := count(); n != 4 {
		t.Errorf("%d in a single store", n)
	}
	s.change(t, "INSERT INTO store (store_id, code, website_id, group_id, name) SELECT 77, 'second', website_id, group_id, 'x' FROM store WHERE store_id = 1")
	if n := count(); n != 1 {
		t.Errorf("%d where there are two store views", n)
	}
}

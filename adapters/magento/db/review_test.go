package db_test

import (
	"testing"

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
	s.change(t, "DROP TABLE review_store")
	if none, err := s.Reviews(t.Context(), s.store, 1, 1, 5); err != nil || len(none.Items) != 0 {
		t.Errorf("a shop without reviews: %+v %v", none, err)
	}
}

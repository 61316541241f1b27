package db

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Reviews returns a page of a product's approved reviews in a store view, the newest first, as
// Magento\ReviewGraphQl\Model\DataProvider\ProductReviewsDataProvider does. page and size are from 1. A shop without the
// review module has none.
func (s *Source) Reviews(ctx context.Context, store pos.Store, product int64, page, size int) (pos.ReviewPage, error) {
	found := pos.ReviewPage{Page: 1}
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		const from = `FROM {review} t JOIN {review_detail} d ON d.review_id = t.review_id
			WHERE t.entity_pk_value = ? AND t.status_id = (SELECT status_id FROM {review_status} WHERE status_code = 'Approved')
				AND t.entity_id = (SELECT entity_id FROM {review_entity} WHERE entity_code = 'product')
				AND EXISTS (SELECT 1 FROM {review_store} o WHERE o.review_id = t.review_id AND o.store_id = ?)`
		err := r.each(ctx, "count reviews", "SELECT COUNT(*) "+from, []any{product, store.ID}, func(c row) { found.Total = int(c.integer(0)) })
		if err != nil || found.Total == 0 {
			return r.optional(ctx, err)
		}
		found.Page = min(page, (found.Total+size-1)/size)
		places := map[int64]int{}
		var ids []int64
		err = r.each(ctx, "reviews", "SELECT t.review_id, d.title, d.detail, d.nickname, t.created_at "+from+
			" ORDER BY t.created_at DESC, t.review_id LIMIT ? OFFSET ?", []any{product, store.ID, size, (found.Page - 1) * size}, func(c row) {
			places[c.integer(0)] = len(found.Items)
			ids = append(ids, c.integer(0))
			found.Items = append(found.Items, pos.Review{
				ID: c.integer(0), Title: c.clean(1), Text: c.clean(2), Nickname: c.clean(3), CreatedAt: c.clean(4), Votes: []pos.ReviewVote{},
			})
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		where, args := among("v.review_id", ids)
		return r.each(ctx, "votes", `
			SELECT v.review_id, COALESCE(n.value, g.rating_code), v.value, v.percent FROM {rating_option_vote} v
			JOIN {rating} g ON g.rating_id = v.rating_id LEFT JOIN {rating_title} n ON n.rating_id = v.rating_id AND n.store_id = ?
			WHERE `+where+` ORDER BY v.vote_id`, append([]any{store.ID}, args...), func(c row) {
			review := &found.Items[places[c.integer(0)]]
			review.Votes = append(review.Votes, pos.ReviewVote{Rating: c.clean(1), Value: c.clean(2), Percent: c.integer(3)})
		})
	})
	return found, err
}

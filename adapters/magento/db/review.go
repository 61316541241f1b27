package db

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Reviews returns a page of a product's approved reviews in a store view, the newest first, as
// Magento\ReviewGraphQl\Model\DataProvider\ProductReviewsDataProvider does. page and size are from 1. A shop without the
// review module has none.
func (s *Source) Reviews(ctx context.Context, store pos.Store, product int64, page, size int) (pos.ReviewPage, error) {
	const theirs = "t.entity_pk_value = ? AND t.status_id = (SELECT status_id FROM {review_status} WHERE status_code = 'Approved')"
	return s.reviews(ctx, store, theirs, product, page, size)
}

// CustomerReviews returns a page of what a customer wrote about products, whether approved or not, as
// Magento\ReviewGraphQl\Model\DataProvider\CustomerReviewsDataProvider does; else it is as Reviews.
func (s *Source) CustomerReviews(ctx context.Context, store pos.Store, customer int64, page, size int) (pos.ReviewPage, error) {
	return s.reviews(ctx, store, "d.customer_id = ?", customer, page, size)
}

func (s *Source) reviews(ctx context.Context, store pos.Store, which string, id int64, page, size int) (pos.ReviewPage, error) {
	found := pos.ReviewPage{Page: 1}
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		from := `FROM {review} t JOIN {review_detail} d ON d.review_id = t.review_id
			WHERE ` + which + ` AND t.entity_id = (SELECT entity_id FROM {review_entity} WHERE entity_code = 'product')
				AND EXISTS (SELECT 1 FROM {catalog_product_entity} e WHERE e.entity_id = t.entity_pk_value)
				AND EXISTS (SELECT 1 FROM {review_store} o WHERE o.review_id = t.review_id AND o.store_id = ?)`
		err := r.each(ctx, "count reviews", "SELECT COUNT(*) "+from, []any{id, store.ID}, func(c *row) { found.Total = int(c.integer(0)) })
		if err != nil || found.Total == 0 {
			return r.optional(ctx, err)
		}
		found.Page = min(page, (found.Total+size-1)/size)
		places := map[int64]int{}
		var ids []int64
		err = r.each(ctx, "reviews", "SELECT t.review_id, t.entity_pk_value, d.title, d.detail, d.nickname, t.created_at "+from+
			" ORDER BY t.created_at DESC, t.review_id LIMIT ? OFFSET ?", []any{id, store.ID, size, (found.Page - 1) * size}, func(c *row) {
			places[c.integer(0)] = len(found.Items)
			ids = append(ids, c.integer(0))
			found.Items = append(found.Items, pos.Review{
				ID: c.integer(0), ProductID: c.integer(1), Title: c.clean(2), Text: c.clean(3), Nickname: c.clean(4), CreatedAt: c.clean(5), Votes: []pos.ReviewVote{},
			})
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		where, args := among("v.review_id", ids)
		return r.each(ctx, "votes", `
			SELECT v.review_id, COALESCE(n.value, g.rating_code), v.value, v.percent FROM {rating_option_vote} v
			JOIN {rating} g ON g.rating_id = v.rating_id LEFT JOIN {rating_title} n ON n.rating_id = v.rating_id AND n.store_id = ?
			WHERE `+where+` ORDER BY v.vote_id`, append([]any{store.ID}, args...), func(c *row) {
			review := &found.Items[places[c.integer(0)]]
			review.Votes = append(review.Votes, pos.ReviewVote{Rating: c.clean(1), Value: c.clean(2), Percent: c.integer(3)})
		})
	})
	return found, err
}

// Ratings returns what reviews of products rate in a store view, by position, as
// Magento\ReviewGraphQl\Model\Resolver\ProductReviewRatingsMetadata does: those of the store view, or all of them in a shop
// with one store view that is told so (Magento\Store\Model\StoreManager::isSingleStoreMode). A shop without the review module
// has none.
func (s *Source) Ratings(ctx context.Context, store pos.Store) ([]pos.ReviewRating, error) {
	var found []pos.ReviewRating
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		return r.optional(ctx, r.each(ctx, "ratings", `
			SELECT g.rating_id, g.rating_code, o.option_id, o.value FROM {rating} g
			LEFT JOIN {rating_option} o ON o.rating_id = g.rating_id
			WHERE g.is_active = 1 AND g.entity_id = (SELECT entity_id FROM {rating_entity} WHERE entity_code = 'product') AND (
				EXISTS (SELECT 1 FROM {rating_store} s WHERE s.rating_id = g.rating_id AND s.store_id = ?)
				OR (SELECT COUNT(*) FROM {store}) < 3 -- Magento's own, and one
					AND (SELECT value FROM {core_config_data} WHERE path = 'general/single_store_mode/enabled'
						ORDER BY FIELD(scope, 'stores', 'websites', 'default') LIMIT 1) = '1')
			ORDER BY g.position, g.rating_id, o.position, o.option_id`, []any{store.ID}, func(c *row) {
			if n := len(found); n == 0 || found[n-1].ID != c.integer(0) {
				found = append(found, pos.ReviewRating{ID: c.integer(0), Name: c.clean(1)})
			}
			if option := c.integer(2); option != 0 {
				last := &found[len(found)-1]
				last.Options = append(last.Options, pos.ReviewRatingOption{ID: option, Value: c.clean(3)})
			}
		}))
	})
	return found, err
}

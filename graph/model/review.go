package model

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/tillway/tillway/gateway/pos"
)

// Reviewing reads reviews, which documents do not hold.
type Reviewing interface {
	// Reviews returns a page of a product's approved reviews, the newest first; page and size are from 1. Errors: unavailable.
	Reviews(ctx context.Context, store pos.Store, product int64, page, size int) (pos.ReviewPage, error)
}

// Reviews are read from Magento's database. Where it is not open to us only their summary is known: then there is an error,
// and none.
func (p *Product) Reviews(ctx context.Context, currentPage, pageSize *int) (*ProductReviews, error) {
	page, size := *currentPage, *pageSize
	if page < 1 {
		return nil, pos.Invalid("currentPage value must be greater than 0.")
	}
	if size < 1 {
		return nil, pos.Invalid("pageSize value must be greater than 0.")
	}
	if size > maxReviews {
		return nil, pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "pageSize value %d is greater than %d", size, maxReviews)
	}
	if p.view.Reviewing == nil {
		if p.rating().Count > 0 {
			graphql.AddError(ctx, pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "Reviews are in Magento's database, which is not open to this gateway, nor does it pass such operations on."))
		}
		return reviewsOf(p, pos.ReviewPage{Page: page}, size), nil
	}
	found, err := p.view.Reviewing.Reviews(ctx, p.view.Store, p.doc.ID, page, size)
	if err != nil {
		return nil, err
	}
	return reviewsOf(p, found, size), nil
}

// maxReviews bounds a page.
const maxReviews = 100

func reviewsOf(p *Product, found pos.ReviewPage, size int) *ProductReviews {
	pages := (found.Total + size - 1) / size
	answer := &ProductReviews{Items: []*ProductReview{}, PageInfo: &SearchResultPageInfo{Page: found.Page, PageSize: &size, TotalPages: &pages}}
	for _, r := range found.Items {
		review := &ProductReview{
			AverageRating: r.Average(), CreatedAt: r.CreatedAt, Nickname: r.Nickname, Summary: r.Title, Text: r.Text,
			Product: NewProduct(p.view, p.doc), RatingsBreakdown: []*ProductReviewRating{},
		}
		for _, v := range r.Votes {
			review.RatingsBreakdown = append(review.RatingsBreakdown, &ProductReviewRating{Name: v.Rating, Value: v.Value})
		}
		answer.Items = append(answer.Items, review)
	}
	return answer
}

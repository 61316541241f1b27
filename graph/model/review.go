package model

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/tillway/tillway/gateway/pos"
)

// Reviewing reads reviews, which documents do not hold.
type Reviewing interface {
	// Reviews returns a page of a product's approved reviews, the newest first; page and size are from 1. Errors: unavailable.
	Reviews(ctx context.Context, store pos.Store, product int64, page, size int) (pos.ReviewPage, error)
	// CustomerReviews returns a page of what a customer wrote, approved or not. Else it is as Reviews.
	CustomerReviews(ctx context.Context, store pos.Store, customer int64, page, size int) (pos.ReviewPage, error)
	// Ratings returns what reviews rate, in its order. Errors: unavailable.
	Ratings(ctx context.Context, store pos.Store) ([]pos.ReviewRating, error)
}

// ProductReviews are a page of reviews.
type ProductReviews struct {
	Items []*ProductReview
	page  *SearchResultPageInfo
}

// PageInfo tells which page it is. Errors: ErrNoValue, where reviews are switched off.
func (r *ProductReviews) PageInfo() (*SearchResultPageInfo, error) {
	if r.page == nil {
		return nil, ErrNoValue
	}
	return r.page, nil
}

// Reviews are read from Magento's database. Where it is not open to us only their summary is known: then there is an error,
// and none. Where reviews are switched off there are none, whichever page is asked for, and no page (Magento\ReviewGraphQl\Model\
// Resolver\Product\Reviews).
func (p *Product) Reviews(ctx context.Context, currentPage, pageSize *int) (*ProductReviews, error) {
	if !p.view.reviewed() {
		return &ProductReviews{Items: []*ProductReview{}}, nil
	}
	return p.view.reviews(ctx, currentPage, pageSize, p.rating().Count > 0, func(page, size int) (pos.ReviewPage, error) {
		return p.view.Reviewing.Reviews(ctx, p.view.Store, p.doc.ID, page, size)
	})
}

// CustomerReviews are what a customer wrote, as Product.Reviews.
func (v *View) CustomerReviews(ctx context.Context, customer int64, currentPage, pageSize *int) (*ProductReviews, error) {
	return v.reviews(ctx, currentPage, pageSize, true, func(page, size int) (pos.ReviewPage, error) {
		return v.Reviewing.CustomerReviews(ctx, v.Store, customer, page, size)
	})
}

// reviews reads a page. some is whether there are any to be missed where they cannot be read.
func (v *View) reviews(ctx context.Context, currentPage, pageSize *int, some bool, read func(page, size int) (pos.ReviewPage, error)) (*ProductReviews, error) {
	page, size := orNought(currentPage), orNought(pageSize)
	if page < 1 {
		return nil, pos.Invalid("currentPage value must be greater than 0.")
	}
	if size < 1 {
		return nil, pos.Invalid("pageSize value must be greater than 0.")
	}
	if size > maxReviews {
		return nil, pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "pageSize value %d is greater than %d", size, maxReviews)
	}
	found := pos.ReviewPage{Page: page}
	if v.Reviewing != nil {
		var err error
		if found, err = read(page, size); err != nil {
			return nil, err
		}
	} else if some {
		graphql.AddError(ctx, errNoReviews())
	}
	return v.reviewsOf(ctx, found, size)
}

// orNought is a number that was given; null is less than 1 for PHP.
func orNought(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// errNoReviews says why reviews are not told.
func errNoReviews() error {
	return pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "Reviews are in Magento's database, which is not open to this gateway, nor does it pass such operations on.")
}

// maxReviews bounds a page.
const maxReviews = 100

// reviewsOf leaves null, with an error, in the place of a review of a product that is not sold here.
func (v *View) reviewsOf(ctx context.Context, found pos.ReviewPage, size int) (*ProductReviews, error) {
	ids := make([]int64, len(found.Items))
	for i, r := range found.Items {
		ids[i] = r.ProductID
	}
	slices.Sort(ids)
	products, err := v.Catalog.ProductsByID(ctx, v.Store.Code, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	pages := (found.Total + size - 1) / size
	answer := &ProductReviews{Items: []*ProductReview{}, page: &SearchResultPageInfo{Page: found.Page, PageSize: &size, TotalPages: &pages}}
	for _, r := range found.Items {
		i := slices.IndexFunc(products, func(p pos.Product) bool { return p.ID == r.ProductID })
		if i < 0 {
			graphql.AddError(ctx, pos.NotFound("Review %d is of a product that this store does not sell.", r.ID))
			answer.Items = append(answer.Items, nil)
			continue
		}
		answer.Items = append(answer.Items, reviewOf(r, NewProduct(v, &products[i])))
	}
	return answer, nil
}

func reviewOf(r pos.Review, product ProductInterface) *ProductReview {
	review := &ProductReview{
		AverageRating: r.Average(), CreatedAt: r.CreatedAt, Nickname: r.Nickname, Summary: r.Title, Text: r.Text,
		Product: product, RatingsBreakdown: []*ProductReviewRating{},
	}
	for _, v := range r.Votes {
		review.RatingsBreakdown = append(review.RatingsBreakdown, &ProductReviewRating{Name: v.Rating, Value: v.Value})
	}
	return review
}

// RatingsMetadata is what can be rated; nothing where reviews are switched off.
func (v *View) RatingsMetadata(ctx context.Context) (*ProductReviewRatingsMetadata, error) {
	answer := &ProductReviewRatingsMetadata{Items: []*ProductReviewRatingMetadata{}}
	if !v.reviewed() {
		return answer, nil
	}
	if v.Reviewing == nil {
		return nil, errNoReviews()
	}
	found, err := v.Reviewing.Ratings(ctx, v.Store)
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		rating := &ProductReviewRatingMetadata{ID: uidOf(r.ID), Name: r.Name, Values: []*ProductReviewRatingValueMetadata{}}
		for _, o := range r.Options {
			rating.Values = append(rating.Values, &ProductReviewRatingValueMetadata{Value: o.Value, ValueID: uidOf(o.ID)})
		}
		answer.Items = append(answer.Items, rating)
	}
	return answer, nil
}

// reviewed is whether products can be reviewed here. Where they cannot, what was said of them before is not told.
func (v *View) reviewed() bool { return v.setting(settingReviews, "1") == "1" }

// settingReviews is whether products can be reviewed.
const settingReviews = "catalog/review/active"

package pos

import "github.com/shopspring/decimal"

// Review is what a customer wrote about a product and the shop let pass.
type Review struct {
	ID        int64
	ProductID int64
	Title     string
	Text      string
	Nickname  string
	CreatedAt string // as Magento prints it, UTC
	Votes     []ReviewVote
}

// ReviewVote is one rating that a review gives.
type ReviewVote struct {
	Rating  string // its name in the store view
	Value   string // stars
	Percent int64
}

// Average is the mean of the votes in per cent, to two places; 0 without any.
func (r Review) Average() decimal.Decimal {
	if len(r.Votes) == 0 {
		return decimal.Zero
	}
	var sum int64
	for _, v := range r.Votes {
		sum += v.Percent
	}
	return decimal.NewFromInt(sum).DivRound(decimal.NewFromInt(int64(len(r.Votes))), 2)
}

// ReviewPage is a page of reviews with the count of all.
type ReviewPage struct {
	Items []Review
	Total int
	Page  int // the last one for a page past the end, as in Magento
}

// ReviewRating is something that reviews rate with stars.
type ReviewRating struct {
	ID      int64
	Name    string // for all store views
	Options []ReviewRatingOption
}

// ReviewRatingOption is one number of stars that can be given.
type ReviewRatingOption struct {
	ID    int64
	Value string
}

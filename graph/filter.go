package graph

import (
	"encoding/base64"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// filters turns filter inputs into a query. It keeps the first fault, and whether a filter can match nothing: an empty
// list of values matches nothing, while a query without values would match everything.
type filters struct {
	err     error
	nothing bool
}

// products reads a ProductAttributeFilterInput by field name: what is not named here is an attribute.
func (f *filters) products(q *pos.ProductQuery, in map[string]any) {
	q.Attributes = map[string][]string{}
	for code, raw := range in {
		switch in := raw.(type) {
		case *model.FilterEqualTypeInput:
			f.equal(q, code, in)
		case *model.FilterMatchTypeInput:
			if in == nil {
				continue
			}
			if code == "name" {
				q.Name = text(in.Match)
			} else { // the texts are searched as a whole
				q.Search = text(in.Match)
			}
		case *model.FilterRangeTypeInput:
			if in != nil {
				q.PriceFrom, q.PriceTo = f.amount(in.From), f.amount(in.To)
			}
		}
	}
	plain, _ := in["category_id"].(*model.FilterEqualTypeInput)
	uids, _ := in["category_uid"].(*model.FilterEqualTypeInput)
	q.CategoryIDs = f.ids(plain, uids)
}

func (f *filters) equal(q *pos.ProductQuery, code string, in *model.FilterEqualTypeInput) {
	switch code {
	case "sku":
		q.SKUs = f.values(in)
	case "url_key":
		q.URLKeys = f.values(in)
	case "category_url_path":
		q.CategoryURLPath = f.one(code, in)
	case "category_id", "category_uid":
	default:
		if values := f.values(in); values != nil {
			q.Attributes[code] = values
		}
	}
}

func (f *filters) categories(q *pos.CategoryQuery, in *model.CategoryFilterInput) {
	q.IDs = f.ids(in.Ids, in.CategoryUID)
	q.ParentIDs = f.ids(in.ParentID, in.ParentCategoryUID)
	q.URLKeys = f.values(in.URLKey)
	q.URLPaths = f.values(in.URLPath)
	if in.Name != nil {
		q.Name = text(in.Name.Match)
	}
}

func (f *filters) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *filters) one(field string, in *model.FilterEqualTypeInput) string {
	values := f.values(in)
	if len(values) == 0 {
		return ""
	}
	if len(values) > 1 {
		f.fail(pos.Invalid("%s takes one value.", field))
	}
	return values[0]
}

func (f *filters) values(in *model.FilterEqualTypeInput) []string {
	if in == nil || (in.Eq == nil && in.In == nil) {
		return nil
	}
	var values []string
	if in.Eq != nil {
		values = append(values, *in.Eq)
	}
	for _, v := range in.In {
		if v != nil {
			values = append(values, *v)
		}
	}
	f.nothing = f.nothing || len(values) == 0
	return values
}

// ids reads numbers and uids, of which a query may name one kind.
func (f *filters) ids(plain, uids *model.FilterEqualTypeInput) []int64 {
	if plain != nil && uids != nil {
		f.fail(pos.Invalid("Name categories by id or by uid, not by both."))
		return nil
	}
	ids := []int64{}
	for _, v := range f.values(plain) {
		ids = append(ids, f.id(v, v))
	}
	for _, v := range f.values(uids) {
		decoded, _ := base64.StdEncoding.DecodeString(v) // what is no base64 is no number either
		ids = append(ids, f.id(v, string(decoded)))
	}
	return ids
}

func (f *filters) id(given, digits string) int64 {
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		f.fail(pos.Invalid("Value of uid \"%.64s\" is incorrect.", given))
	}
	return id
}

func (f *filters) amount(s *string) *decimal.Decimal {
	if text(s) == "" {
		return nil
	}
	d, err := model.UnmarshalDecimal(*s)
	if err != nil {
		f.fail(pos.Invalid("The price \"%.64s\" is not a number.", *s))
	}
	return &d
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

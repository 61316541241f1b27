package graph

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// filters turns filter inputs into a query. It keeps the first fault, and whether a filter can match nothing: an empty
// list of values matches nothing, while a query without values would match everything.
type filters struct {
	err     error
	nothing bool
	// paths are the url_paths of categories that a product is to be in one of.
	paths []string
}

// products reads a ProductAttributeFilterInput by field name: what is not named here is an attribute.
func (f *filters) products(q *pos.ProductQuery, in map[string]any) {
	q.Attributes = map[string][]string{}
	for code, raw := range in {
		switch in := raw.(type) {
		case *model.FilterEqualTypeInput:
			if f.given(in != nil) {
				f.equal(q, code, in)
			}
		case *model.FilterMatchTypeInput:
			if f.given(in != nil) && in.Match != nil {
				q.Texts = append(q.Texts, pos.TextMatch{Attribute: code, Match: *in.Match, Partial: in.MatchType != nil && *in.MatchType == "PARTIAL"})
			}
		case *model.FilterRangeTypeInput:
			switch {
			case !f.given(in != nil):
			case code == "price":
				q.PriceFrom, q.PriceTo = f.amount(in.From), f.amount(in.To)
			default:
				q.Ranges = append(q.Ranges, pos.Range{Attribute: code, From: text(in.From), To: text(in.To)})
			}
		}
	}
	plain, _ := in["category_id"].(*model.FilterEqualTypeInput)
	uids, _ := in["category_uid"].(*model.FilterEqualTypeInput)
	path, _ := in["category_url_path"].(*model.FilterEqualTypeInput)
	switch {
	case path != nil && plain != nil:
		f.fail(together("category_id", "category_url_path"))
	case path != nil && uids != nil:
		f.fail(together("category_uid", "category_url_path"))
	}
	q.CategoryIDs = f.ids("category_id", plain, "category_uid", uids)
	f.paths = f.values(path)
}

// given refuses a filter that is null: Magento goes through its conditions, and fails where there is nothing to go through
// (Magento\Framework\GraphQl\Query\Resolver\Argument\AstConverter).
func (f *filters) given(is bool) bool {
	if !is {
		f.fail(model.ErrNoValue)
	}
	return is
}

// equal takes what is null, empty or blank for no condition (Magento\Framework\Search\Request\Binder::processData), but not in a list.
func (f *filters) equal(q *pos.ProductQuery, code string, in *model.FilterEqualTypeInput) {
	if strings.TrimSpace(text(in.Eq)) == "" && len(in.In) == 0 {
		return
	}
	switch code {
	case "sku":
		q.SKUs = f.values(in)
	case "url_key":
		q.URLKeys = f.values(in)
	case "category_id", "category_uid", "category_url_path":
	default:
		if values := f.values(in); values != nil {
			q.Attributes[code] = values
		}
	}
}

func (f *filters) categories(q *pos.CategoryQuery, in *model.CategoryFilterInput, store pos.Store) {
	q.IDs = f.ids("ids", in.Ids, "category_uid", in.CategoryUID)
	q.ParentIDs = f.ids("parent_id", in.ParentID, "parent_category_uid", in.ParentCategoryUID)
	q.URLKeys = f.values(in.URLKey)
	q.URLPaths = f.values(in.URLPath)
	if in.Name != nil && in.Name.Match != nil {
		q.Name = strings.TrimSpace(*in.Name.Match)
		if least := shortestSearch(store); len(q.Name) < least {
			f.fail(pos.Invalid("Invalid match filter. Minimum length is %d.", least))
		}
	}
	// Magento takes a match_type for one more thing that the name must be (Magento\CatalogGraphQl\Model\Category\Filter\SearchCriteria).
	f.nothing = f.nothing || in.Name != nil && in.Name.MatchType != nil
}

// shortestSearch is how long a text to search for must be (Magento\Search\Model\Query::XML_PATH_MIN_QUERY_LENGTH).
func shortestSearch(store pos.Store) int {
	n, err := strconv.Atoi(store.Settings["catalog/search/min_query_length"])
	if err != nil {
		return 3
	}
	return n
}

func (f *filters) fail(err error) {
	if f.err == nil {
		f.err = err
	}
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

// ids reads numbers and uids, of which a query may name one kind. What is no number names nothing.
func (f *filters) ids(plainName string, plain *model.FilterEqualTypeInput, uidName string, uids *model.FilterEqualTypeInput) []int64 {
	if plain != nil && uids != nil {
		f.fail(together(plainName, uidName))
		return nil
	}
	var ids []int64
	given := f.values(plain)
	for _, v := range f.values(uids) {
		decoded, err := base64.StdEncoding.Strict().DecodeString(v)
		if err != nil {
			f.fail(pos.Invalid("Value of uid \"%.64s\" is incorrect.", v))
		}
		given = append(given, string(decoded))
	}
	for _, v := range given {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	f.nothing = f.nothing || len(given) > 0 && len(ids) == 0
	return ids
}

func together(a, b string) error {
	return pos.Invalid("`%s` and `%s` can't be used at the same time.", a, b)
}

// amount reads a bound of prices. What is no number finds nothing: Magento's search engine refuses the search then, and Magento
// takes that for an empty result (Magento\OpenSearch\SearchAdapter\Adapter::query). Numbers with an exponent are refused.
func (f *filters) amount(s *string) *decimal.Decimal {
	if text(s) == "" {
		return nil
	}
	d, err := model.UnmarshalDecimal(*s)
	if err != nil {
		if _, err := strconv.ParseFloat(*s, 64); errors.Is(err, strconv.ErrSyntax) {
			f.nothing = true
		} else {
			f.fail(pos.Invalid("The price \"%.64s\" is not a number.", *s))
		}
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

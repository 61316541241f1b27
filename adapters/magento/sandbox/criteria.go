package sandbox

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// criteria are Magento's search criteria: filters of one group are alternatives, groups must all match.
type criteria struct {
	groups      [][]filter
	sorts       []sortOrder
	pageSize    int // 0: everything
	currentPage int // 0: not given
}

type filter struct{ field, value, condition string }

type sortOrder struct {
	field      string
	descending bool
}

// parseCriteria reads searchCriteria[...] or search_criteria[...] from a query, with members in camel or snake case.
// Errors: Magento's 400 when there is none at all.
func parseCriteria(query url.Values) (criteria, error) {
	var c criteria
	groups := map[int]map[int]*filter{}
	sorts := map[int]*sortOrder{}
	found := false
	for key, values := range query {
		path := bracketPath(key)
		if path[0] != "searchcriteria" {
			continue
		}
		found = true
		value := values[0]
		switch {
		case len(path) >= 6 && path[1] == "filtergroups" && path[3] == "filters":
			g, n := index(path[2]), index(path[4])
			if groups[g] == nil {
				groups[g] = map[int]*filter{}
			}
			f := groups[g][n]
			if f == nil {
				f = &filter{condition: "eq"}
				groups[g][n] = f
			}
			f.set(path[5], value, values)
		case len(path) == 4 && path[1] == "sortorders":
			n := index(path[2])
			if sorts[n] == nil {
				sorts[n] = &sortOrder{}
			}
			if path[3] == "field" {
				sorts[n].field = value
			} else {
				sorts[n].descending = strings.EqualFold(value, "DESC")
			}
		case len(path) == 2 && path[1] == "pagesize":
			c.pageSize = index(value)
		case len(path) == 2 && path[1] == "currentpage":
			c.currentPage = index(value)
		}
	}
	if !found {
		return criteria{}, required("searchCriteria")
	}
	for _, g := range inOrder(groups) {
		var fs []filter
		for _, f := range inOrder(g) {
			fs = append(fs, *f)
		}
		c.groups = append(c.groups, fs)
	}
	for _, s := range inOrder(sorts) {
		c.sorts = append(c.sorts, *s)
	}
	return c, nil
}

func (f *filter) set(member, value string, all []string) {
	switch member {
	case "field":
		f.field = value
	case "value":
		f.value = strings.Join(all, ",")
	case "conditiontype":
		f.condition = strings.ToLower(value)
	}
}

// bracketPath splits "searchCriteria[filterGroups][0]" into lower-case words without underscores.
func bracketPath(key string) []string {
	key = strings.ReplaceAll(strings.ToLower(key), "_", "")
	return strings.Split(strings.ReplaceAll(key, "]", ""), "[")
}

func index(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func inOrder[V any](m map[int]V) []V {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := make([]V, 0, len(m))
	for _, k := range keys {
		out = append(out, m[k])
	}
	return out
}

// echo is the search_criteria member of an answer: only what was given.
func (c criteria) echo() object {
	groups := listOf(c.groups, func(g []filter) any {
		return pairs("filters", listOf(g, func(f filter) any {
			return pairs("field", f.field, "value", f.value, "condition_type", f.condition)
		}))
	})
	o := pairs("filter_groups", groups)
	if len(c.sorts) > 0 {
		o = o.with("sort_orders", listOf(c.sorts, func(s sortOrder) any {
			direction := "ASC"
			if s.descending {
				direction = "DESC"
			}
			return pairs("field", s.field, "direction", direction)
		}))
	}
	if c.pageSize > 0 {
		o = o.with("page_size", c.pageSize)
	}
	if c.currentPage > 0 {
		o = o.with("current_page", c.currentPage)
	}
	return o
}

// only returns the value of a filter that alone narrows the result to one value of a field, for look-ups by index.
func (c criteria) only(field string) (string, bool) {
	for _, g := range c.groups {
		if len(g) == 1 && g[0].field == field && g[0].condition == "eq" {
			return g[0].value, true
		}
	}
	return "", false
}

// matches reports whether a value fits the filter. Several values stand for a row of each, as for category_id. A nil value
// is SQL's NULL. An unknown condition matches nothing.
func (f filter) matches(values []any) bool {
	if f.condition == "null" {
		return len(values) == 0 || values[0] == nil
	}
	return slices.ContainsFunc(values, func(v any) bool { return v != nil && f.matchesOne(scalar(v)) })
}

func (f filter) matchesOne(v string) bool {
	switch f.condition {
	case "eq":
		return compare(v, f.value) == 0
	case "neq":
		return compare(v, f.value) != 0
	case "gt":
		return compare(v, f.value) > 0
	case "gteq", "from", "moreq":
		return compare(v, f.value) >= 0
	case "lt":
		return compare(v, f.value) < 0
	case "lteq", "to":
		return compare(v, f.value) <= 0
	case "like":
		return like(strings.ToLower(v), strings.ToLower(f.value))
	case "regexp":
		// A pattern that MySQL would refuse finds nothing here.
		found, err := regexp.MatchString("(?i)"+f.value, v)
		return err == nil && found
	case "nlike":
		return !like(strings.ToLower(v), strings.ToLower(f.value))
	case "in":
		return slices.ContainsFunc(strings.Split(f.value, ","), func(w string) bool { return compare(v, w) == 0 })
	case "nin":
		return !slices.ContainsFunc(strings.Split(f.value, ","), func(w string) bool { return compare(v, w) == 0 })
	case "finset":
		return slices.Contains(strings.Split(v, ","), f.value)
	case "notnull":
		return true
	default:
		return false
	}
}

// scalar is a column's value as text.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case int:
		return strconv.Itoa(v)
	case decimal.Decimal:
		return v.String()
	default:
		return ""
	}
}

// compare orders two values as numbers when both are, otherwise as texts without regard to case, as MySQL's default
// collation does. Dates are texts that sort.
func compare(a, b string) int {
	if n, err := strconv.ParseInt(a, 10, 64); err == nil {
		if m, err := strconv.ParseInt(b, 10, 64); err == nil {
			return cmp.Compare(n, m)
		}
	}
	if x, err := decimal.NewFromString(a); err == nil {
		if y, err := decimal.NewFromString(b); err == nil {
			return x.Cmp(y)
		}
	}
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}

// like is SQL's LIKE: % is any run, _ one character, \ takes the next one as it is.
func like(s, pattern string) bool {
	for pattern != "" {
		switch pattern[0] {
		case '%':
			for i := 0; i <= len(s); i++ {
				if like(s[i:], pattern[1:]) {
					return true
				}
			}
			return false
		case '_':
			if s == "" {
				return false
			}
		case '\\':
			if len(pattern) > 1 {
				pattern = pattern[1:]
			}
			fallthrough
		default:
			if s == "" || s[0] != pattern[0] {
				return false
			}
		}
		s, pattern = s[1:], pattern[1:]
	}
	return s == ""
}

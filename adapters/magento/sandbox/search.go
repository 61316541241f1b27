package sandbox

import (
	"slices"
	"strings"
)

// table is how a kind of row is searched.
type table[T any] struct {
	// column returns the values of a row in a column, several for a link table such as category_id.
	column func(row T, field string) []any
	// known reports whether there is such a column; unknown is the refusal when there is none.
	known   func(field string) bool
	unknown func(field string) error
	// render makes the JSON of a row.
	render func(T) any
}

// find returns rows filtered, sorted and cut to the page, and how many there are on all pages. A page past the end is
// empty, as products and source items were seen to answer.
func (t table[T]) find(rows []T, c criteria) ([]T, int, error) {
	for _, g := range c.groups {
		for _, f := range g {
			if !t.known(f.field) {
				return nil, 0, t.unknown(f.field)
			}
		}
	}
	matched := make([]T, 0, min(len(rows), 1024))
	for _, row := range rows {
		if t.matches(row, c) {
			matched = append(matched, row)
		}
	}
	t.sort(matched, c.sorts)
	total := len(matched)
	if c.pageSize > 0 {
		from := min(max(c.currentPage-1, 0)*c.pageSize, total)
		matched = matched[from:min(from+c.pageSize, total)]
	}
	return matched, total, nil
}

func (t table[T]) matches(row T, c criteria) bool {
	for _, g := range c.groups {
		if !slices.ContainsFunc(g, func(f filter) bool { return f.matches(t.column(row, f.field)) }) {
			return false
		}
	}
	return true
}

func (t table[T]) sort(rows []T, sorts []sortOrder) {
	sorts = slices.DeleteFunc(slices.Clone(sorts), func(s sortOrder) bool { return !t.known(s.field) })
	if len(sorts) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(a, b T) int {
		for _, s := range sorts {
			n := compare(first(t.column(a, s.field)), first(t.column(b, s.field)))
			if s.descending {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		return 0
	})
}

func first(values []any) string {
	if len(values) == 0 {
		return ""
	}
	return scalar(values[0])
}

// search answers a list call: items, search_criteria and total_count.
func (t table[T]) search(rows []T, r *request) (any, error) {
	c, err := parseCriteria(r.query)
	if err != nil {
		return nil, err
	}
	found, total, err := t.find(rows, c)
	if err != nil {
		return nil, err
	}
	return pairs("items", listOf(found, t.render), "search_criteria", c.echo(), "total_count", total), nil
}

// objects is a table of ready JSON objects, searched by their scalar members; aliases name members by their column.
func objects(aliases map[string]string, unknown func(string) error, columns ...string) table[object] {
	name := func(field string) string {
		if alias, ok := aliases[field]; ok {
			return alias
		}
		return field
	}
	return table[object]{
		column: func(o object, field string) []any {
			for _, m := range o {
				if m.key == name(field) {
					return []any{flag(m.value)}
				}
			}
			return nil
		},
		known:   func(field string) bool { return slices.Contains(columns, strings.ToLower(field)) },
		unknown: unknown,
		render:  func(o object) any { return o },
	}
}

// flag is a boolean as SQL holds it.
func flag(v any) any {
	switch v {
	case true:
		return 1
	case false:
		return 0
	default:
		return v
	}
}

package rest

import (
	"net/url"
	"strconv"
	"strings"
)

// search builds Magento's searchCriteria: filters of different groups are joined by AND.
type search struct {
	values url.Values
	groups int
}

func newSearch() *search { return &search{values: url.Values{}} }

// where adds a filter in a group of its own. A condition that Magento does not know matches nothing, without an error.
func (s *search) where(field, condition, value string) *search {
	p := "searchCriteria[filterGroups][" + strconv.Itoa(s.groups) + "][filters][0]"
	s.values.Set(p+"[field]", field)
	s.values.Set(p+"[conditionType]", condition)
	s.values.Set(p+"[value]", value)
	s.groups++
	return s
}

// among adds a filter for one of some values, none of which may hold a comma.
func (s *search) among(field string, values []string) *search {
	return s.where(field, "in", strings.Join(values, ","))
}

func (s *search) ascending(field string) *search {
	s.values.Set("searchCriteria[sortOrders][0][field]", field)
	s.values.Set("searchCriteria[sortOrders][0][direction]", "ASC")
	return s
}

func (s *search) limit(n int) *search {
	s.values.Set("searchCriteria[pageSize]", strconv.Itoa(n))
	return s
}

func (s *search) fields(f string) *search {
	s.values.Set("fields", f)
	return s
}

// query returns the criteria; a list call without any is refused, so an empty one is sent at least.
func (s *search) query() url.Values {
	for key := range s.values {
		if strings.HasPrefix(key, "searchCriteria[") {
			return s.values
		}
	}
	s.values.Set("searchCriteria", "")
	return s.values
}

func idTexts(ids []int64) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return texts
}

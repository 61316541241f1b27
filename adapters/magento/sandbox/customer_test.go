package sandbox_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

type found struct {
	Items []struct {
		ID    int64
		Email string
	}
	Total int `json:"total_count"`
}

func TestCustomersAreSearched(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	filter := func(group, n int, field, condition, value string) string {
		at := fmt.Sprintf("searchCriteria[filterGroups][%d][filters][%d]", group, n)
		return url.Values{at + "[field]": {field}, at + "[conditionType]": {condition}, at + "[value]": {value}}.Encode()
	}
	for name, tt := range map[string]struct {
		query string
		want  []string
	}{
		"by the beginning of a first or last name": {filter(0, 0, "firstname", "like", "ho%") + "&" + filter(0, 1, "lastname", "like", "ho%"),
			[]string{"ada.holm@example.com"}},
		"by both names": {filter(0, 0, "firstname", "like", "len%") + "&" + filter(1, 0, "lastname", "like", "fi%"), []string{"lena.fischer@example.com"}},
		"by the digits of a telephone number": {filter(0, 0, "billing_telephone", "regexp", "^[^0-9]*5[^0-9]*1[^0-9]*8[^0-9]*5"),
			[]string{"ada.holm@example.com"}},
		"by an address, whatever the case":    {filter(0, 0, "email", "eq", "KIM.park@example.com"), []string{"kim.park@example.com"}},
		"a customer has no telephone":         {filter(0, 0, "billing_telephone", "like", "%") + "&" + filter(1, 0, "lastname", "eq", "Martin"), nil},
		"an escaped sign is only itself":      {filter(0, 0, "email", "like", `ada\_holm%`), nil},
		"a pattern that is none finds none":   {filter(0, 0, "billing_telephone", "regexp", "("), nil},
		"sorted, and as many as asked for":    {"searchCriteria[sortOrders][0][field]=lastname&searchCriteria[pageSize]=2", []string{"lena.fischer@example.com", "ada.holm@example.com"}},
		"of another website there are none":   {filter(0, 0, "website_id", "eq", "2"), nil},
		"an apostrophe needs no special care": {filter(0, 0, "lastname", "like", "o'n%"), []string{"grace.oneill@example.com"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got found
			s.must("GET", "customers/search?"+tt.query, "", &got)
			var emails []string
			for _, c := range got.Items {
				emails = append(emails, c.Email)
			}
			if fmt.Sprint(emails) != fmt.Sprint(tt.want) {
				t.Errorf("found %v, want %v", emails, tt.want)
			}
		})
	}
}

func TestANewCustomerIsKeptAndTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, stop := startUntil(t, sandbox.Config{DataDir: dir})
	var made struct {
		ID    int64
		Group int64 `json:"group_id"`
	}
	s.must("POST", "customers", newCustomer("ana@example.com"), &made)
	if made.Group != 1 {
		t.Errorf("group %d, want General", made.Group)
	}
	if got := s.refused(400, "POST", "customers", `{"customer":{"email":"bob@example.com","firstname":"Bob","lastname":"Poole","addresses":[{"firstname":"Bob"}]}}`); got == "" {
		t.Error("an address without a street is taken")
	}
	stop()
	again, stop := startUntil(t, sandbox.Config{DataDir: dir})
	defer stop()
	var kept struct {
		Email     string
		Addresses []struct{ Telephone string }
	}
	again.must("GET", fmt.Sprint("customers/", made.ID), "", &kept)
	if kept.Email != "ana@example.com" || len(kept.Addresses) != 1 || kept.Addresses[0].Telephone != "2125557788" {
		t.Errorf("after a restart %+v", kept)
	}
	var next struct{ ID int64 }
	again.must("POST", "customers", newCustomer("ann@example.com"), &next)
	if next.ID != made.ID+1 {
		t.Errorf("the next customer is %d after %d", next.ID, made.ID)
	}
}

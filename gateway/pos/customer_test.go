package pos_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

func TestParseCustomerQuery(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		search string
		first  int
		want   pos.CustomerQuery
		code   pos.Code
	}{
		"an @ makes an e-mail address":            {" Ana@Ex", 10, pos.CustomerQuery{Email: "ana@ex", First: 10}, ""},
		"digits make a telephone number":          {"+1 (555) 229-33", 1, pos.CustomerQuery{Phone: "155522933", First: 1}, ""},
		"anything else is names":                  {"Costello,  Ver", 50, pos.CustomerQuery{Words: []string{"costello", "ver"}, First: 50}, ""},
		"digits and letters are a name":           {"2Pac", 5, pos.CustomerQuery{Words: []string{"2pac"}, First: 5}, ""},
		"refuses one character":                   {" a ", 10, pos.CustomerQuery{}, pos.CodeBadInput},
		"accepts two characters of two bytes":     {"äö", 10, pos.CustomerQuery{Words: []string{"äö"}, First: 10}, ""},
		"refuses one digit among brackets":        {"(5)", 10, pos.CustomerQuery{}, pos.CodeBadInput},
		"refuses commas alone":                    {",,", 10, pos.CustomerQuery{}, pos.CodeBadInput},
		"refuses a search of 101 characters":      {strings.Repeat("a", 101), 10, pos.CustomerQuery{}, pos.CodeTooLarge},
		"refuses six words":                       {"a b c d e f", 10, pos.CustomerQuery{}, pos.CodeBadInput},
		"refuses no results":                      {"ana", 0, pos.CustomerQuery{}, pos.CodeBadInput},
		"refuses 51 results":                      {"ana", 51, pos.CustomerQuery{}, pos.CodeBadInput},
		"refuses text that is not UTF-8":          {"an\xff", 10, pos.CustomerQuery{}, pos.CodeTooLarge},
		"keeps what a pattern would take for any": {"a%_b", 10, pos.CustomerQuery{Words: []string{"a%_b"}, First: 10}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := pos.ParseCustomerQuery(c.search, c.first)
			if pos.CodeOf(err) != c.code {
				t.Fatalf("error %v, want code %q", err, c.code)
			}
			if diff := cmp.Diff(c.want, got); err == nil && diff != "" {
				t.Error(diff)
			}
			if err != nil && strings.Contains(err.Error(), strings.TrimSpace(c.search)) && len(strings.TrimSpace(c.search)) > 2 {
				t.Errorf("the error repeats the search: %v", err)
			}
		})
	}
}

func TestNewCustomerValidate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*pos.NewCustomer)
		want   pos.Code
	}{
		"accepts a customer with an address":        {func(*pos.NewCustomer) {}, ""},
		"accepts a customer without an address":     {func(n *pos.NewCustomer) { n.Address = nil }, ""},
		"refuses an id that no device minted":       {func(n *pos.NewCustomer) { n.ID = "7" }, pos.CodeBadInput},
		"refuses a customer without e-mail":         {func(n *pos.NewCustomer) { n.Email = "" }, pos.CodeBadInput},
		"refuses an address of two lines":           {func(n *pos.NewCustomer) { n.Email = "a@b\nc" }, pos.CodeBadInput},
		"refuses a blank last name":                 {func(n *pos.NewCustomer) { n.LastName = " " }, pos.CodeBadInput},
		"refuses a name of 256 characters":          {func(n *pos.NewCustomer) { n.FirstName = strings.Repeat("n", 256) }, pos.CodeTooLarge},
		"refuses an address without telephone":      {func(n *pos.NewCustomer) { n.Address.Telephone = "" }, pos.CodeBadInput},
		"refuses a country that is no ISO code":     {func(n *pos.NewCustomer) { n.Address.Country = "USA" }, pos.CodeBadInput},
		"refuses five lines of street":              {func(n *pos.NewCustomer) { n.Address.Street = []string{"1", "2", "3", "4", "5"} }, pos.CodeTooLarge},
		"refuses a region that Magento cannot have": {func(n *pos.NewCustomer) { n.Address.RegionID = -1 }, pos.CodeBadInput},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := pos.NewCustomer{ID: "01890a5d-ac96-774b-bcce-b302099a8057", Email: "ana@example.com", FirstName: "Ana", LastName: "Poole",
				Address: &pos.Address{Street: []string{"12 Elm St"}, City: "New York", Postcode: "10001", Country: "US", RegionID: 43, Telephone: "2125557788"}}
			c.change(&n)
			if err := n.Validate(); pos.CodeOf(err) != c.want {
				t.Errorf("Validate() = %v, want code %q", err, c.want)
			}
		})
	}
}

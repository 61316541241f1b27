package sandbox_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

type listed struct {
	Items []struct {
		ID               int64
		SKU, Name        string
		TypeID           string `json:"type_id"`
		Visibility       int
		CustomAttributes []struct {
			Code  string `json:"attribute_code"`
			Value any
		} `json:"custom_attributes"`
		Media []struct{ File string } `json:"media_gallery_entries"`
	}
	Total int `json:"total_count"`
}

// where is a search criterion: groups of "field condition value", alternatives of a group joined by "|".
func where(groups ...string) string {
	var q strings.Builder
	q.WriteString("products?searchCriteria[sortOrders][0][field]=entity_id")
	for g, group := range groups {
		for n, f := range strings.Split(group, "|") {
			part := strings.SplitN(f, " ", 3)
			at := fmt.Sprintf("&searchCriteria[filterGroups][%d][filters][%d]", g, n)
			fmt.Fprintf(&q, "%[1]s[field]=%[2]s%[1]s[conditionType]=%[3]s%[1]s[value]=%[4]s", at, part[0], part[1], part[2])
		}
	}
	return q.String()
}

func TestProductsAreSearchedAsInMagento(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	cases := []struct {
		name, query string
		want        []string
	}{
		{"one SKU in other letter case", where("sku eq ct-101"), []string{"CT-101"}},
		{"a list", where("sku in CT-102,RT01,NO-SUCH"), []string{"RT01", "CT-102"}},
		{"and between groups, or inside", where("sku eq CT-101|sku eq CT-104", "price lt 100"), []string{"CT-104"}},
		{"a part of the name", where("name like Alder%25"), []string{"CT-101", "CT-102"}},
		{"bounds", where("price gteq 249", "price lteq 259"), []string{"CT-101", "CS-112"}},
		{"special prices", where("special_price notnull 1", "price gt 200"), []string{"CS-112"}},
		{"not in", where("sku nin CT-101", "name like Alder%25"), []string{"CT-102"}},
		{"nothing for a condition that does not exist", where("sku near CT-101"), nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got listed
			s.must("GET", c.query, "", &got)
			var skus []string
			for _, i := range got.Items {
				skus = append(skus, i.SKU)
			}
			if !slices.Equal(skus, c.want) || got.Total != len(c.want) {
				t.Errorf("found %d: %v, want %v", got.Total, skus, c.want)
			}
		})
	}
}

func TestTheShopIsWorthShowing(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	seen, after, hidden, configurable := map[string]bool{}, int64(0), 0, 0
	barcodes := map[string]bool{}
	for {
		var page listed
		s.must("GET", where(fmt.Sprintf("entity_id gt %d", after))+"&searchCriteria[pageSize]=100", "", &page)
		if len(page.Items) == 0 {
			break
		}
		for _, i := range page.Items {
			after = i.ID
			seen[i.SKU] = true
			if i.Visibility == 1 {
				hidden++
			}
			if i.TypeID == "configurable" {
				configurable++
			}
			for _, a := range i.CustomAttributes {
				if code, _ := a.Value.(string); a.Code == "ean" {
					if !validEAN(code) || barcodes[code] {
						t.Errorf("%s has the barcode %s", i.SKU, code)
					}
					barcodes[code] = true
				}
			}
			if status, image, err := s.call("GET", "media/catalog/product"+i.Media[0].File, ""); err != nil || status != 200 ||
				!strings.HasPrefix(string(image), "<svg") {
				t.Errorf("%s: image %s: %d %v", i.SKU, i.Media[0].File, status, err)
			}
		}
	}
	if len(seen) < 200 || hidden < 100 || configurable < 20 || len(barcodes) != len(seen)-configurable {
		t.Errorf("%d products, %d hidden, %d configurable, %d barcodes", len(seen), hidden, configurable, len(barcodes))
	}
}

func validEAN(code string) bool {
	sum := 0
	for i, d := range code {
		sum += int(d-'0') * (1 + i%2*2)
	}
	return len(code) == 13 && sum%10 == 0
}

func TestADeletedVariantLeavesItsParent(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	s.must("DELETE", "products/"+teeMoss, "", nil)
	var children []struct{ SKU string }
	s.must("GET", "configurable-products/"+tee+"/children", "", &children)
	if len(children) != 15 {
		t.Errorf("%d children", len(children))
	}
	s.refused(404, "DELETE", "products/"+teeMoss, "")
}

func TestOnlyTheTokenOpensTheAdminRoutes(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	cases := []struct {
		name, authorization, method, path string
		want                              int
		message                           string
	}{
		{"no token", "", "GET", "rest/V1/products/CT-101", 401, "The consumer isn't authorized to access %resources."},
		{"a wrong token", "Bearer other", "GET", "rest/V1/orders/1", 401, `"resources":"Magento_Sales::actions_view"`},
		{"unknown route before the token", "", "GET", "rest/V1/nosuch", 404, "Request does not match any route."},
		{"carts need none", "", "POST", "rest/V1/guest-carts", 200, ""},
		{"a scope", "Bearer token", "GET", "rest/all/V1/products/CT-101", 200, `"CT-101"`},
		{"a scope that does not exist", "Bearer token", "GET", "rest/nosuch/V1/directory/currency", 400, "Specified request cannot be processed."},
		{"an escaped slash is part of the SKU", "Bearer token", "GET", "rest/V1/products/NO%2FSUCH", 404, "The product that was requested"},
		{"a bare slash is not", "Bearer token", "GET", "rest/V1/products/NO/SUCH", 404, "Request does not match any route."},
		{"unknown SKU asked for stock", "Bearer token", "GET", "rest/V1/inventory/get-product-salable-quantity/NO/2", 500, "An error has happened"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			status, body, err := s.callAs(c.authorization, c.method, c.path, "")
			if err != nil || status != c.want || !strings.Contains(string(body), c.message) {
				t.Errorf("%d %s %v, want %d %s", status, body, err, c.want, c.message)
			}
		})
	}
}

func TestHTMLIsAnsweredWhenAskedFor(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	req, err := http.NewRequest("GET", s.URL()+"rest/V1/directory/currency", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "text/html")
	res, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != 500 || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		t.Errorf("answered %d %v", res.StatusCode, res.Header)
	}
}

func BenchmarkProduct(b *testing.B) {
	s, stop := startUntil(b, sandbox.Config{})
	defer stop()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if status, _, err := s.call("GET", "rest/V1/products/CT-101", ""); err != nil || status != 200 {
				b.Error(status, err)
			}
		}
	})
}

func BenchmarkCartToOrder(b *testing.B) {
	s, stop := startUntil(b, sandbox.Config{})
	defer stop()
	if err := s.SetSource(tent, "warehouse", dec("100000000")); err != nil {
		b.Fatal(err)
	}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			s.sell(itemBody(tent, 1))
		}
	})
}

package totals_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

var update = flag.Bool("update", false, "rewrite the expected baskets of testdata/mapping")

// mappingVector is a cart with the documents it names, and the basket it becomes; no basket: it is refused. The register runs the same.
type mappingVector struct {
	Says       string                `json:"says"`
	Pricing    totals.Pricing        `json:"pricing"`
	Root       int64                 `json:"root"`
	Categories []pos.Category        `json:"categories"`
	Products   []pos.RegisterProduct `json:"products"`
	Cart       totals.Cart           `json:"cart"`
	Basket     json.RawMessage       `json:"basket"`
}

func (v *mappingVector) documents() totals.Documents {
	docs := totals.Documents{Products: map[int64]pos.RegisterProduct{}, Categories: map[int64]pos.Category{}, Root: v.Root}
	for _, p := range v.Products {
		docs.Products[p.ID] = p
	}
	for _, c := range v.Categories {
		docs.Categories[c.ID] = c
	}
	return docs
}

func TestCartsBecomeBaskets(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/mapping/*.json")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d vectors, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var v mappingVector
			if err := json.Unmarshal(data, &v); err != nil {
				t.Fatal(err)
			}
			got, err := v.Pricing.Basket(v.Cart, v.documents())
			if refused := strings.HasPrefix(filepath.Base(file), "refused-"); refused != (err != nil) || refused && pos.KindOf(err) != pos.KindInvalid {
				t.Fatalf("%s: %v", v.Says, err)
			}
			if err != nil {
				return
			}
			if *update {
				rewrite(t, file, data, got)
				return
			}
			var want any
			if err := json.Unmarshal(v.Basket, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, plain(t, got)); diff != "" {
				t.Errorf("%s (-want +got)\n%s", v.Says, diff)
			}
		})
	}
}

// plain is a basket as JSON without what is empty: null, "", "0", 0, false, [] and {}. Two prices may be "0", which is not none.
func plain(t *testing.T, basket *totals.Basket) any {
	t.Helper()
	body, err := json.Marshal(basket)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	return prune(v)
}

func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if (key == "carrier_price" || key == "override_price") && value != nil {
				continue
			}
			if value = prune(value); value == nil {
				delete(v, key)
			} else {
				v[key] = value
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = prune(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	case string:
		if v == "" || v == "0" {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return v
}

func rewrite(t *testing.T, file string, data []byte, basket *totals.Basket) {
	t.Helper()
	var whole struct {
		Says       json.RawMessage `json:"says"`
		Pricing    json.RawMessage `json:"pricing"`
		Root       json.RawMessage `json:"root"`
		Categories json.RawMessage `json:"categories"`
		Products   json.RawMessage `json:"products"`
		Cart       json.RawMessage `json:"cart"`
		Basket     any             `json:"basket"`
	}
	if err := json.Unmarshal(data, &whole); err != nil {
		t.Fatal(err)
	}
	whole.Basket = plain(t, basket)
	out, err := json.MarshalIndent(whole, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(out, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}

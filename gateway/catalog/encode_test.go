package catalog_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// texts are what is written in ways of its own, and what is not.
func texts() []string {
	return []string{"", "Mug", "24-MB01", `5" <b>R&D</b> \o/`, "Größe 12 µm ☕ 𝄞", "a\tb\r\nc", "\u2028\u2029", "\x00\x01\b\f\x1f\x7f", "broken \xff\xc3 text", "it begins plainly\x01 and \x1f goes on", "plainly <b>and</b> then \"so\" & \\ ümlaut ends it", "\ufffd", "{[,"}
}

// filler sets the fields of any value: all of them, or some.
type filler struct {
	draw func(most int, what string) int
	all  bool
}

func (f filler) fill(v reflect.Value) {
	if _, ok := v.Interface().(decimal.Decimal); ok {
		v.Set(reflect.ValueOf(decimal.New(int64(f.draw(200_000, "amount"))-100_000, -int32(f.draw(6, "scale"))))) //nolint:gosec // a few
		return
	}
	if _, ok := v.Interface().(pos.Attributes); ok {
		values := reflect.New(reflect.TypeFor[map[string]string]()).Elem()
		f.fill(values)
		v.Set(reflect.ValueOf(pos.NewAttributes(values.Interface().(map[string]string))))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	case reflect.Pointer:
		if f.all || f.draw(1, "set") == 1 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem())
		}
	case reflect.Slice:
		n := f.length()
		if n < 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			f.fill(v.Index(i))
		}
	case reflect.Map:
		n := f.length()
		if n < 0 {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for range n {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			f.fill(key)
			f.fill(value)
			v.SetMapIndex(key, value)
		}
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(f.all || f.draw(1, "truth") == 1)
	case reflect.Int, reflect.Int64:
		n := int64(f.draw(1000, "number")) - 100
		if f.all && n == 0 {
			n = 1
		}
		v.SetInt(n)
	default:
		panic("documents have no " + v.Kind().String() + " yet")
	}
}

func codes(a pos.Attributes) []string {
	out := make([]string, len(a))
	for i := range a {
		out[i] = a[i].Code
	}
	return out
}

// length is how many elements something gets, -1 for nil.
func (f filler) length() int {
	if f.all {
		return 2
	}
	return f.draw(4, "length") - 1
}

func (f filler) text() string {
	all := texts()
	if f.all {
		return all[1+f.draw(len(all)-2, "text")]
	}
	return all[f.draw(len(all)-1, "text")]
}

func TestDocumentsAreWhatJSONMarshalMakesOfThem(t *testing.T) {
	t.Parallel()
	check := func(t *rapid.T, all bool) {
		f := filler{all: all, draw: func(most int, what string) int { return rapid.IntRange(0, most).Draw(t, what) }}
		products := make([]pos.Product, 3)
		for i := range products {
			f.fill(reflect.ValueOf(&products[i]).Elem())
		}
		products[2].AttributeSet = 0
		for i, got := range catalog.EncodeProduct(products...) {
			same(t, products[i], got)
		}
		for i := range products {
			products[i].ID = int64(i + 1)
			body := catalog.EncodeProduct(products[i])[0]
			held := products[i].Prices
			f.fill(reflect.ValueOf(&products[i].Prices).Elem())
			got, err := catalog.RepricedDocuments(body, held, products[i].Prices, held)
			if err != nil {
				t.Fatal(err)
			}
			if got[0] != nil || got[2] != nil {
				t.Fatalf("a document that would stay as it is was written anew: %q", got)
			}
			if got[1] == nil {
				got[1] = body
			}
			same(t, products[i], got[1])
		}
		cuts := append([]string{pos.AttributeSetCode, "Mug"}, codes(products[1].Attributes)...)[f.draw(2, "rules look at"):]
		for i := range products {
			products[i].Special, products[i].RuleChanges = nil, nil // with dates they make prices those of a day
		}
		for i, got := range catalog.RegisterDocuments(cuts, products...) {
			same(t, products[i].ForRegisters(cuts), got)
		}
		var level pos.StockLevel
		f.fill(reflect.ValueOf(&level).Elem())
		same(t, level, catalog.EncodeLevel(level))
	}
	t.Run("with every field set", rapid.MakeCheck(func(t *rapid.T) { check(t, true) }))
	t.Run("with some fields set", rapid.MakeCheck(func(t *rapid.T) { check(t, false) }))
}

func TestADocumentOfAnySizeLeavesTheOthersAsTheyAre(t *testing.T) {
	t.Parallel()
	products := make([]pos.Product, 60)
	for i := range products {
		size := 1000 * (1 + i%30)
		if i%20 == 7 {
			size = 300_000
		}
		products[i] = pos.Product{ID: int64(i), Name: strings.Repeat(string('a'+rune(i%26)), size)}
	}
	for _, got := range [][][]byte{catalog.EncodeProduct(products...), catalog.RegisterDocuments(nil, products...)} {
		for _, body := range got {
			_ = append(body, "beyond its end"...)
		}
		for i, body := range got {
			var p pos.Product
			if err := json.Unmarshal(body, &p); err != nil || p.ID != products[i].ID || p.Name != products[i].Name {
				t.Errorf("document %d of %d bytes: %v", i, len(body), err)
			}
		}
	}
}

func same(t *rapid.T, value any, got []byte) {
	t.Helper()
	want, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Fatalf("-want +got:\n%s", diff)
	}
}

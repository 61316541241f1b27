package webhooks_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/webhooks"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	hint := func(e pos.HintEntity, id string) webhooks.Touched {
		return webhooks.Touched{Known: true, Entity: e, ID: id}
	}
	for name, tc := range map[string]struct {
		body string
		want webhooks.Touched
		bad  bool
	}{
		"an order": {body: `{"type":"order.updated","timestamp":"2026-11-21T09:30:00Z","data":{"entity":"order","id":"17","store":"default"}}`,
			want: hint(pos.HintOrder, "17")},
		"a number for an id":            {body: `{"type":"product.updated","data":{"entity":"product","id":42}}`, want: hint(pos.HintProduct, "42")},
		"a deleted product":             {body: `{"type":"product.deleted","data":{"entity":"product","id":"42"}}`, want: hint(pos.HintProduct, "42")},
		"a category":                    {body: `{"type":"category.updated","data":{"entity":"category","id":"3"}}`, want: hint(pos.HintCategory, "3")},
		"stock names a SKU":             {body: `{"type":"stock.updated","data":{"entity":"stock","id":"24-MB01 \"Ü/+"}}`, want: hint(pos.HintStock, "24-MB01 \"Ü/+")},
		"a SKU of digits stays a text":  {body: `{"type":"stock.updated","data":{"entity":"stock","id":"0017"}}`, want: hint(pos.HintStock, "0017")},
		"the entity may be left out":    {body: `{"type":"order.created","data":{"id":"5"}}`, want: hint(pos.HintOrder, "5")},
		"more fields than we know":      {body: `{"type":"order.created","x":[1],"data":{"id":"5","y":{}},"z":null}`, want: hint(pos.HintOrder, "5")},
		"an unknown type":               {body: `{"type":"newsletter.updated","data":{"entity":"newsletter","id":"5"}}`},
		"a customer":                    {body: `{"type":"customer.deleted","data":{"entity":"customer","id":"5"}}`, want: hint(pos.HintCustomer, "5")},
		"a whole catalog":               {body: `{"type":"catalog.updated","data":{"entity":"catalog","id":"de_CH2"}}`, want: hint(pos.HintCatalog, "de_CH2")},
		"an unknown type with odd data": {body: `{"type":"test.ping"}`},
		"an unknown verb":               {body: `{"type":"order.exploded","data":{"entity":"order","id":"5"}}`},

		"no JSON":                     {body: `hello`, bad: true},
		"nothing":                     {body: ``, bad: true},
		"cut off":                     {body: `{"type":"order.updated","data":{"entity"`, bad: true},
		"a list":                      {body: `[]`, bad: true},
		"null":                        {body: `null`, bad: true},
		"no type":                     {body: `{"data":{"entity":"order","id":"17"}}`, bad: true},
		"a type that is no text":      {body: `{"type":5}`, bad: true},
		"no data":                     {body: `{"type":"order.updated"}`, bad: true},
		"type and entity disagree":    {body: `{"type":"order.updated","data":{"entity":"product","id":"17"}}`, bad: true},
		"no id":                       {body: `{"type":"order.updated","data":{"entity":"order"}}`, bad: true},
		"an id that is no number":     {body: `{"type":"order.updated","data":{"entity":"order","id":"../17"}}`, bad: true},
		"an id of zero":               {body: `{"type":"order.updated","data":{"entity":"order","id":0}}`, bad: true},
		"a negative id":               {body: `{"type":"order.updated","data":{"entity":"order","id":"-1"}}`, bad: true},
		"an id with a fraction":       {body: `{"type":"order.updated","data":{"entity":"order","id":1.5}}`, bad: true},
		"an id past 64 bits":          {body: `{"type":"order.updated","data":{"entity":"order","id":"99999999999999999999"}}`, bad: true},
		"an id that is an object":     {body: `{"type":"order.updated","data":{"entity":"order","id":{}}}`, bad: true},
		"stock with a number":         {body: `{"type":"stock.updated","data":{"entity":"stock","id":17}}`, bad: true},
		"stock with an empty SKU":     {body: `{"type":"stock.updated","data":{"entity":"stock","id":" "}}`, bad: true},
		"stock with an endless SKU":   {body: `{"type":"stock.updated","data":{"entity":"stock","id":"` + strings.Repeat("x", 65) + `"}}`, bad: true},
		"a catalog without a store":   {body: `{"type":"catalog.updated","data":{"entity":"catalog"}}`, bad: true},
		"a catalog of a number":       {body: `{"type":"catalog.updated","data":{"id":7}}`, bad: true},
		"a catalog of a path":         {body: `{"type":"catalog.updated","data":{"id":"../x"}}`, bad: true},
		"a catalog without end":       {body: `{"type":"catalog.updated","data":{"id":"` + strings.Repeat("x", 33) + `"}}`, bad: true},
		"two values":                  {body: `{"type":"test.ping"}{"type":"test.ping"}`, bad: true},
		"nesting without end":         {body: strings.Repeat(`{"data":`, 20000), bad: true},
		"rubbish behind a good value": {body: `{"type":"test.ping"} x`, bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := webhooks.Decode([]byte(tc.body))
			if tc.bad {
				if pos.KindOf(err) != pos.KindInvalid {
					t.Errorf("err = %v, want an invalid one", err)
				}
				return
			}
			if err != nil || got != tc.want {
				t.Errorf("Decode = %+v, %v, want %+v", got, err, tc.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"type":"order.updated","data":{"entity":"order","id":"17","store":"default"}}`,
		`{"type":"stock.updated","data":{"entity":"stock","id":"24-MB01"}}`,
		`{"type":"product.deleted","data":{"id":3}}`, `{"type":"x"}`, `{}`, `null`, `{"type":"order.updated","data":{"id":"\ud800"}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := webhooks.Decode(body)
		if err != nil {
			if pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("kind %s of %v", pos.KindOf(err), err)
			}
			return
		}
		if !json.Valid(body) {
			t.Errorf("took a body that is not JSON: %q", body)
		}
		if !got.Known {
			return
		}
		if !utf8.ValidString(got.ID) || got.ID == "" || utf8.RuneCountInString(got.ID) > 64 {
			t.Errorf("id %q", got.ID)
		}
		if n, err := strconv.ParseInt(got.ID, 10, 64); got.Entity != pos.HintStock && got.Entity != pos.HintCatalog && (err != nil || n < 1) {
			t.Errorf("id %q of a %s", got.ID, got.Entity)
		}
	})
}

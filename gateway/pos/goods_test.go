package pos_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestPartsOfABundle(t *testing.T) {
	t.Parallel()
	n := decimal.RequireFromString
	kit := pos.Product{Bundle: &pos.Bundle{Options: []pos.BundleOption{
		{ID: 1, Selections: []pos.BundleSelection{{ID: 1, SKU: "Ball", Quantity: n("1"), UserQuantity: true}, {ID: 2, SKU: "Brick", Quantity: n("2"), UserQuantity: true}}},
		{ID: 2, Selections: []pos.BundleSelection{{ID: 1, SKU: "Strap", Quantity: n("3")}, {ID: 2, SKU: "Rope", Quantity: n("0.5")}}},
	}}}
	chosen := func(choices ...pos.BundleChoice) *pos.Choices { return &pos.Choices{Bundle: choices} }
	for _, tt := range []struct {
		name    string
		product pos.Product
		choices *pos.Choices
		want    string
	}{
		{"come in the quantity that was asked for", kit, chosen(pos.BundleChoice{OptionID: 1, Selections: []int64{1}, Quantity: n("4")}), "[Ball 8]"},
		{"come in the bundle's where that is fixed", kit, chosen(pos.BundleChoice{OptionID: 2, Selections: []int64{1, 2}, Quantity: n("9")}), "[Strap 6 Rope 1]"},
		{"come in the bundle's where none was asked for", kit, chosen(pos.BundleChoice{OptionID: 1, Selections: []int64{2}}), "[Brick 4]"},
		{"are of several options", kit, chosen(pos.BundleChoice{OptionID: 1, Selections: []int64{1}, Quantity: n("1")}, pos.BundleChoice{OptionID: 2, Selections: []int64{2}}), "[Ball 2 Rope 1]"},
		{"are not known when one is gone", kit, chosen(pos.BundleChoice{OptionID: 1, Selections: []int64{1}, Quantity: n("1")}, pos.BundleChoice{OptionID: 2, Selections: []int64{7}}), "[]"},
		{"are not known of an option that is gone", kit, chosen(pos.BundleChoice{OptionID: 8, Selections: []int64{1}}), "[]"},
		{"are none without choices", kit, nil, "[]"},
		{"are none of what is no bundle", pos.Product{}, chosen(pos.BundleChoice{OptionID: 1, Selections: []int64{1}}), "[]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, p := range tt.product.Parts(3, pos.Line{Quantity: n("2"), Choices: tt.choices}) {
				if p.Line != 3 {
					t.Errorf("a part of line %d, want 3", p.Line)
				}
				got = append(got, p.SKU+" "+p.Quantity.String())
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

func TestGoodsAreTheLinesAndThePartsInPlaceOfThem(t *testing.T) {
	t.Parallel()
	n := decimal.NewFromInt
	o := pos.Order{
		OrderInput: pos.OrderInput{Lines: []pos.Line{{SKU: "KIT", Quantity: n(2)}, {SKU: "Ball", Quantity: n(1)}, {SKU: "KIT", Quantity: n(1)}}},
		Parts:      []pos.Part{{Line: 0, SKU: "ball", Quantity: n(2)}, {Line: 0, SKU: "Strap", Quantity: n(6)}},
	}
	goods := o.Goods()
	var got []string
	for _, sku := range slices.Sorted(maps.Keys(goods)) {
		got = append(got, sku+" "+goods[sku].String())
	}
	if fmt.Sprint(got) != "[ball 3 kit 1 strap 6]" {
		t.Errorf("the order takes %v of the stock", got)
	}
}

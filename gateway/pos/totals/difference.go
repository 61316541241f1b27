package totals

import (
	"fmt"
	"strings"
)

// Difference is the first figure, in the order of the calculation, that two results do not share.
type Difference struct {
	Step   string // price, line, discount, shipping, shipping discount, tax, total
	Line   int    // from 1; 0 is shipping or the basket
	SKU    string
	Figure string // the key of the figure in the result's JSON
	Ours   Number
	Theirs Number
}

// Words says in words where the two part. Ours and theirs name the sides, such as "the register" and "Magento".
func (d *Difference) Words(ours, theirs string) string {
	where := "The basket"
	switch {
	case d.Line > 0:
		where = fmt.Sprintf("Line %d (%s)", d.Line, d.SKU)
	case strings.HasPrefix(d.Step, "shipping"), strings.HasPrefix(d.Figure, "shipping"):
		where = "Shipping"
	}
	return fmt.Sprintf("%s: %s has %s of %s, %s has %s", where, ours, strings.ReplaceAll(d.Figure, "_", " "), d.Ours, theirs, d.Theirs)
}

// FirstDifference compares what the register charged or would charge with what Magento says, step by step, so that a person sees where
// the two part and not only that they do. Nil means that they agree within half of Magento's last stored decimal. Lines are compared
// in basket order; a line that one side does not have differs in its quantity.
func FirstDifference(ours, theirs *Figures) *Difference {
	zero := ItemResult{}
	at := func(list []ItemResult, i int) *ItemResult {
		if i < len(list) {
			return &list[i]
		}
		return &zero
	}
	count := max(len(ours.Items), len(theirs.Items))
	eachLine := func(step string, figures ...lineFigure) *Difference {
		for i := range count {
			a, b := at(ours.Items, i), at(theirs.Items, i)
			for _, f := range figures {
				x, y := f.of(a), f.of(b)
				if !agree(x, y) {
					return &Difference{step, i + 1, a.SKU, f.key, x, y}
				}
			}
		}
		return nil
	}
	whole := func(step, key string, x, y Number) *Difference {
		if agree(x, y) {
			return nil
		}
		return &Difference{Step: step, Figure: key, Ours: x, Theirs: y}
	}
	for _, compare := range []func() *Difference{
		func() *Difference {
			return eachLine("price",
				lineFigure{"qty", func(r *ItemResult) Number { return r.Qty }},
				lineFigure{"price", func(r *ItemResult) Number { return r.Price }})
		},
		func() *Difference {
			return eachLine("line",
				lineFigure{"row_total", func(r *ItemResult) Number { return r.RowTotal }},
				lineFigure{"row_total_incl_tax", func(r *ItemResult) Number { return value(r.RowTotalInclTax) }})
		},
		func() *Difference {
			return eachLine("discount", lineFigure{"discount_amount", func(r *ItemResult) Number { return r.DiscountAmount.Add(partDiscounts(r)) }})
		},
		func() *Difference {
			return whole("shipping", "shipping_amount", ours.ShippingAmount, theirs.ShippingAmount)
		},
		func() *Difference {
			return whole("shipping discount", "shipping_discount_amount", ours.ShippingDiscount, theirs.ShippingDiscount)
		},
		func() *Difference {
			return eachLine("tax", lineFigure{"tax_amount", func(r *ItemResult) Number { return r.TaxAmount }})
		},
		func() *Difference {
			return whole("tax", "shipping_tax_amount", ours.ShippingTax, theirs.ShippingTax)
		},
		func() *Difference {
			return whole("total", "discount_amount", ours.DiscountAmount, theirs.DiscountAmount)
		},
		func() *Difference { return whole("total", "tax_amount", ours.TaxAmount, theirs.TaxAmount) },
		func() *Difference { return whole("total", "grand_total", ours.GrandTotal, theirs.GrandTotal) },
	} {
		if d := compare(); d != nil {
			return d
		}
	}
	return nil
}

type lineFigure struct {
	key string
	of  func(*ItemResult) Number
}

func partDiscounts(r *ItemResult) Number {
	var sum Number
	for i := range r.Children {
		sum = sum.Add(r.Children[i].DiscountAmount)
	}
	return sum
}

func value(n *Number) Number {
	if n == nil {
		return Number{}
	}
	return *n
}

// agree allows for Magento's four stored decimals, rounded from doubles.
func agree(a, b Number) bool {
	d := a.Sub(b)
	return d.Max(d.Neg()).Cmp(Ratio(1, 20000)) <= 0
}

package sandbox

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// totals are what Magento computes for a cart with prices without tax, tax after discount, and the calculation "on
// total": each rate carries what rounding one line left over into the next line. Amounts "with tax" are those before discounts.
type totals struct {
	Subtotal        decimal.Decimal
	SubtotalInclTax decimal.Decimal
	Shipping        decimal.Decimal
	Tax             decimal.Decimal
	GrandTotal      decimal.Decimal
	Discount        decimal.Decimal // positive
	Coupon          string          `json:",omitempty"`
	Rules           []int64         `json:",omitempty"` // ids of the rules that were met
	Described       string          `json:",omitempty"` // what they are called
	Qty             decimal.Decimal
	Lines           []lineTotals
	Taxes           []appliedTax
}

type lineTotals struct {
	RowTotal        decimal.Decimal
	Tax             decimal.Decimal
	Percent         decimal.Decimal
	PriceInclTax    decimal.Decimal
	RowTotalInclTax decimal.Decimal
	Discount        decimal.Decimal // positive
	DiscountPercent decimal.Decimal
	Rules           []int64  `json:",omitempty"`
	Rate            *taxRate // nil: no rate applies
}

type appliedTax struct {
	Rate   taxRate
	Amount decimal.Decimal
}

type taxRate struct {
	ID       int64
	Code     string
	Region   string
	RegionID int64
	Percent  decimal.Decimal
}

// taxRates are the rates that Magento installs; its one rule applies them to retail customers and taxable goods.
func taxRates() []taxRate {
	return []taxRate{
		{1, "US-CA-*-Rate 1", "CA", 12, decimal.RequireFromString("8.25")},
		{2, "US-NY-*-Rate 1", "NY", 43, decimal.RequireFromString("8.375")},
		{3, "US-MI-*-Rate 1", "MI", 33, decimal.RequireFromString("8.25")},
	}
}

func rateFor(a *address, taxClass int64) *taxRate {
	if a == nil || taxClass != taxable || a.Country != "US" {
		return nil
	}
	for _, r := range taxRates() {
		if r.RegionID == a.RegionID {
			return &r
		}
	}
	return nil
}

// taxed is the tax on some amounts in a row at one rate. The small head start makes a tie on the first one go up, as Magento's
// calculator does.
type taxed map[int64]decimal.Decimal

func (t taxed) of(amount decimal.Decimal, r *taxRate) decimal.Decimal {
	left, begun := t[r.ID]
	if !begun {
		left = decimal.New(1, -6)
	}
	exact := amount.Mul(r.Percent).Div(decimal.NewFromInt(100)).Add(left)
	t[r.ID] = exact.Sub(exact.Round(2))
	return exact.Round(2)
}

// calculate totals a cart. Tax follows the shipping address; a cart of virtual goods only is taxed by its billing address.
func (s *shop) calculate(c *cart) totals {
	at := c.Shipping
	if c.virtual() {
		at = c.Billing
	}
	off, before, after := s.discount(c), taxed{}, taxed{}
	t := totals{Shipping: c.shippingPrice(), Coupon: c.Coupon, Rules: off.rules, Described: strings.Join(off.labels, ", ")}
	for n, item := range c.Items {
		line := lineTotals{RowTotal: item.Price.Mul(item.Qty).Round(2), Discount: off.amounts[n], DiscountPercent: off.percents[n], Rules: off.byLine[n]}
		line.RowTotalInclTax = line.RowTotal
		line.Rate = rateFor(at, item.TaxClass)
		if r := line.Rate; r != nil {
			line.RowTotalInclTax = line.RowTotal.Add(before.of(line.RowTotal, r))
			line.Tax = after.of(line.RowTotal.Sub(line.Discount), r)
			line.Percent = r.Percent
			t.addTax(*r, line.Tax)
		}
		line.PriceInclTax = line.RowTotalInclTax.Div(item.Qty).Round(2)
		t.Lines = append(t.Lines, line)
		t.Qty = t.Qty.Add(item.Qty)
		t.Subtotal = t.Subtotal.Add(line.RowTotal)
		t.SubtotalInclTax = t.SubtotalInclTax.Add(line.RowTotalInclTax)
		t.Discount = t.Discount.Add(line.Discount)
		t.Tax = t.Tax.Add(line.Tax)
	}
	t.GrandTotal = t.Subtotal.Sub(t.Discount).Add(t.Tax).Add(t.Shipping)
	return t
}

func (t *totals) addTax(r taxRate, amount decimal.Decimal) {
	for i := range t.Taxes {
		if t.Taxes[i].Rate.ID == r.ID {
			t.Taxes[i].Amount = t.Taxes[i].Amount.Add(amount)
			return
		}
	}
	t.Taxes = append(t.Taxes, appliedTax{r, amount})
}

// base returns o with an amount under its name and again under base_<name>: the shop has one currency.
func (o object) base(name string, v any) object { return o.with(name, v, "base_"+name, v) }

// json is the totals of a cart as guest-carts/{id}/totals tells them.
func (t totals) json(c *cart) object {
	zero := decimal.Zero
	o := object{}.base("grand_total", t.GrandTotal).base("subtotal", t.Subtotal).base("discount_amount", t.Discount.Neg()).
		base("subtotal_with_discount", t.Subtotal.Sub(t.Discount)).base("shipping_amount", t.Shipping).
		base("shipping_discount_amount", zero).base("tax_amount", t.Tax).with("weee_tax_applied_amount", nil).
		base("shipping_tax_amount", zero).with("subtotal_incl_tax", t.SubtotalInclTax).base("shipping_incl_tax", t.Shipping).
		with("base_currency_code", "USD", "quote_currency_code", "USD")
	if t.Coupon != "" {
		o = o.with("coupon_code", t.Coupon)
	}
	o = o.with("items_qty", t.Qty)
	items := make(list, 0, len(t.Lines))
	for i, line := range t.Lines {
		item := c.Items[i]
		items = append(items, pairs("item_id", item.ID).base("price", item.Price).with("qty", item.Qty).
			base("row_total", line.RowTotal).with("row_total_with_discount", 0).base("tax_amount", line.Tax).
			with("tax_percent", line.Percent).base("discount_amount", line.Discount).with("discount_percent", line.DiscountPercent).
			base("price_incl_tax", line.PriceInclTax).base("row_total_incl_tax", line.RowTotalInclTax).
			with("options", item.optionsText(), "weee_tax_applied_amount", nil, "weee_tax_applied", nil, "name", item.Name))
	}
	shipping := "Shipping & Handling"
	if m, ok := shippingMethod(c.Method); ok {
		shipping += " (" + m.description() + ")"
	}
	details := make(list, 0, len(t.Taxes))
	for _, tax := range t.Taxes {
		details = append(details, pairs("amount", tax.Amount,
			"rates", list{pairs("percent", tax.Rate.Percent.String(), "title", tax.Rate.Code)}, "group_id", 1))
	}
	segments := list{pairs("code", "subtotal", "title", "Subtotal", "value", t.Subtotal)}
	if !t.Discount.IsZero() {
		title := "Discount"
		if t.Described != "" {
			title += " (" + t.Described + ")"
		}
		segments = append(segments, pairs("code", "discount", "title", title, "value", t.Discount.Neg()))
	}
	return o.with("items", items, "total_segments", append(segments,
		pairs("code", "shipping", "title", shipping, "value", t.Shipping),
		pairs("code", "tax", "title", "Tax", "value", t.Tax,
			"extension_attributes", pairs("tax_grandtotal_details", details)),
		pairs("code", "grand_total", "title", "Grand Total", "value", t.GrandTotal, "area", "footer"),
	))
}

// optionsText is the choices of a line: JSON inside a string.
func (i *cartItem) optionsText() string {
	l := list{}
	for _, o := range slices.Concat(i.Options, i.Shown) {
		l = append(l, pairs("value", o.Value, "label", o.Label))
	}
	body, err := encode(l)
	if err != nil {
		return "[]"
	}
	return strings.NewReplacer("/", `\/`, `\u003c`, "<", `\u003e`, ">").Replace(string(body))
}

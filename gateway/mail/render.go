package mail

import (
	"bytes"
	htmltemplate "html/template"
	"strings"
	"text/template"

	"github.com/tillway/tillway/gateway/pos"
)

// inclusivePath is Magento's setting for catalog prices that contain tax. Only a value other than 0 is told.
const inclusivePath = "tax/calculation/price_includes_tax"

// page is a receipt as the templates show it: all amounts are text.
type page struct {
	Words    words
	Language string
	Shop     string
	Address  string
	Number   string
	When     string
	Lines    []row
	Sums     []row
	Paid     []row
	Void     bool
}

// row is a line of a receipt.
type row struct {
	Quantity, Name, Detail, Amount string
	Strong                         bool
}

// render writes the receipt of an order as its location's store view shows amounts and times.
func render(o pos.Order, at pos.Location, store pos.Store) (pos.Message, error) {
	w := wordsOf(store.Locale)
	money := newFormat(store.Locale, o.Currency)
	p := page{
		Words: w, Language: languageOf(store.Locale), Shop: at.Name, Address: addressOf(at.Address), Number: o.Receipt(),
		When: o.SoldAt.In(store.Zone()).Format(w.Time), Void: o.State == pos.StateCancelled,
	}
	inclusive := store.Settings[inclusivePath] == "1"
	p.Lines = lines(o, money, w, inclusive)
	p.Sums = sums(o, money, w, inclusive)
	p.Paid = paid(o, money, w)
	m := pos.Message{Subject: w.Receipt + " " + p.Number + ", " + p.Shop}
	var err error
	if m.Text, err = p.text(); err != nil {
		return m, err
	}
	m.HTML, err = p.html()
	return m, err
}

func lines(o pos.Order, money format, w words, inclusive bool) []row {
	var list []row
	for _, l := range o.Lines {
		amount := l.RowTotal
		if inclusive {
			// The tax before discounts is what is left of it and what was inside the discount.
			amount += l.Tax + l.Compensation
		}
		r := row{Quantity: money.quantity(l.Quantity), Name: l.Name, Amount: money.amount(amount)}
		if !l.Unlisted {
			r.Detail = l.SKU
		}
		list = append(list, r)
	}
	for _, l := range o.Returns {
		list = append(list, row{Quantity: "−" + money.quantity(l.Quantity), Name: l.Name, Detail: w.Return, Amount: money.amount(-l.Refund)})
	}
	return list
}

func sums(o pos.Order, money format, w words, inclusive bool) []row {
	c := o.Charged
	var list []row
	add := func(label string, amount int64) {
		if amount != 0 {
			list = append(list, row{Name: label, Amount: money.amount(amount)})
		}
	}
	if inclusive {
		add(w.Discount, -c.Discount)
		add(w.Shipping, c.Shipping)
	} else {
		list = append(list, row{Name: w.Subtotal, Amount: money.amount(c.Subtotal)})
		add(w.Discount, -c.Discount)
		add(w.Shipping, c.Shipping)
		add(w.Tax, c.Tax)
		add(w.Compensation, c.Compensation)
	}
	list = append(list, row{Name: w.Total, Amount: money.amount(c.Total), Strong: true})
	if inclusive {
		add(w.TaxInside, c.Tax)
	}
	for _, r := range o.Returns {
		add(w.Return, -r.Refund)
	}
	for _, b := range o.Balances {
		add(w.Balance, b.Amount)
	}
	add(w.Rounding, o.Rounding)
	add(w.Deferred, -o.Deferred)
	return list
}

func paid(o pos.Order, money format, w words) []row {
	var list []row
	for _, t := range o.Tenders {
		list = append(list, row{Name: w.tender(t.Kind), Amount: money.amount(t.Amount)})
	}
	if o.Change != 0 {
		list = append(list, row{Name: w.Change, Amount: money.amount(-o.Change)})
	}
	return list
}

func addressOf(a pos.Address) string {
	parts := append([]string(nil), a.Street...)
	parts = append(parts, strings.TrimSpace(a.Postcode+" "+a.City))
	if a.Telephone != "" {
		parts = append(parts, a.Telephone)
	}
	return strings.Join(parts, ", ")
}

// text is the receipt for readers without HTML.
func (p page) text() (string, error) {
	t, err := template.New("receipt").Parse(textPage)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = t.Execute(&out, p)
	return out.String(), err
}

func (p page) html() (string, error) {
	t, err := htmltemplate.New("receipt").Parse(htmlPage)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = t.Execute(&out, p)
	return out.String(), err
}

const textPage = `{{.Shop}}
{{.Address}}

{{.Words.Receipt}} {{.Number}}
{{.When}}
{{if .Void}}
{{.Words.Void}}
{{end}}
{{range .Lines}}{{.Quantity}} × {{.Name}}{{with .Detail}} ({{.}}){{end}}: {{.Amount}}
{{end}}
{{range .Sums}}{{.Name}}: {{.Amount}}
{{end}}
{{range .Paid}}{{.Name}}: {{.Amount}}
{{end}}
{{.Words.Thanks}}
`

const htmlPage = `<!doctype html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Words.Receipt}} {{.Number}}</title></head>
<body style="margin:0;padding:16px;background:#f4f4f5;color:#18181b;font-family:sans-serif;font-size:15px;line-height:1.4">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#ffffff">
<h1 style="margin:0;font-size:20px;text-align:center">{{.Shop}}</h1>
<p style="margin:4px 0 16px;text-align:center;color:#52525b">{{.Address}}</p>
<p style="margin:0 0 12px">{{.Words.Receipt}} <strong>{{.Number}}</strong><br>{{.When}}</p>
{{if .Void}}<p style="margin:0 0 12px"><strong>{{.Words.Void}}</strong></p>{{end}}
<table role="presentation" width="100%" cellspacing="0" cellpadding="4" style="border-collapse:collapse">
{{range .Lines}}<tr valign="top"><td style="white-space:nowrap;color:#52525b">{{.Quantity}} ×</td><td width="100%">{{.Name}}{{with .Detail}}<br><span style="font-size:12px;color:#52525b">{{.}}</span>{{end}}</td><td align="right" style="white-space:nowrap">{{.Amount}}</td></tr>
{{end}}<tr><td colspan="3" style="border-top:1px solid #d4d4d8;padding:0"></td></tr>
{{range .Sums}}<tr><td colspan="2">{{if .Strong}}<strong>{{.Name}}</strong>{{else}}{{.Name}}{{end}}</td><td align="right" style="white-space:nowrap">{{if .Strong}}<strong>{{.Amount}}</strong>{{else}}{{.Amount}}{{end}}</td></tr>
{{end}}<tr><td colspan="3" style="border-top:1px solid #d4d4d8;padding:0"></td></tr>
{{range .Paid}}<tr><td colspan="2">{{.Name}}</td><td align="right" style="white-space:nowrap">{{.Amount}}</td></tr>
{{end}}</table>
<p style="margin:16px 0 0;text-align:center">{{.Words.Thanks}}</p>
</div></body></html>
`

package mail

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/tillway/tillway/gateway/pos"
)

// format writes amounts of a currency as people of a locale write them.
type format struct {
	printer  *message.Printer
	currency string
	symbol   string
	leads    bool // the symbol stands before the amount
}

// newFormat takes a locale of Magento's, such as en_US. What is no locale is taken for English.
func newFormat(locale, code string) format {
	tag, err := language.Parse(strings.ReplaceAll(locale, "_", "-"))
	if err != nil {
		tag = language.English
	}
	f := format{printer: message.NewPrinter(tag), currency: code, symbol: code}
	if unit, err := currency.ParseISO(code); err == nil {
		f.symbol = f.printer.Sprint(currency.NarrowSymbol(unit))
	}
	switch base, _ := tag.Base(); base.String() {
	case "en", "ja", "zh", "ko", "th", "hi", "tr", "nl":
		f.leads = true
	}
	return f
}

// amount writes minor units: exact below 10^15 of them.
func (f format) amount(minor int64) string {
	places := int(pos.MinorUnits(f.currency))
	sign := ""
	if minor < 0 {
		sign, minor = "−", -minor
	}
	text := f.printer.Sprint(number.Decimal(float64(minor)/math.Pow10(places), number.Scale(places)))
	if !f.leads {
		return sign + text + "\u00a0" + f.symbol
	}
	if len(f.symbol) == len(f.currency) && f.symbol == f.currency {
		return sign + f.symbol + "\u00a0" + text
	}
	return sign + f.symbol + text
}

// quantity writes a number of pieces.
func (f format) quantity(q decimal.Decimal) string {
	if q.IsInteger() {
		return q.String()
	}
	return f.printer.Sprint(number.Decimal(q.InexactFloat64(), number.MaxFractionDigits(8)))
}

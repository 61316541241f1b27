package pos

import (
	"github.com/shopspring/decimal"
)

// Money is an amount in minor units (cents for USD) of an ISO 4217 currency.
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// MinorUnits returns how many decimal places a currency has in daily use (ISO 4217), 2 unless it is a known exception.
func MinorUnits(currency string) int32 {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	default:
		return 2
	}
}

// ToMinor rounds a decimal amount half away from zero to the currency's minor units, as PHP's round() does in Magento.
func ToMinor(amount decimal.Decimal, currency string) int64 {
	return amount.Shift(MinorUnits(currency)).Round(0).IntPart()
}

// FromMinor is the decimal amount of an integer number of minor units.
func FromMinor(amount int64, currency string) decimal.Decimal {
	return decimal.New(amount, -MinorUnits(currency))
}

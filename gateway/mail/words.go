package mail

import (
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// words are the texts of a receipt in one language.
type words struct {
	Receipt, Subtotal, Discount, Shipping, Tax, TaxInside, Compensation, Total string
	Return, Balance, Rounding, Deferred, Change, Void, Thanks                  string
	Cash, Card, GiftCard, StoreCredit, Other                                   string
	Time                                                                       string // layout of time.Format
}

// languageOf is the language of a locale of Magento's, such as en_US: one that there are words in.
func languageOf(locale string) string {
	if language, _, _ := strings.Cut(locale, "_"); language == "de" {
		return "de"
	}
	return "en"
}

func wordsOf(locale string) words {
	if languageOf(locale) == "de" {
		return words{
			Receipt: "Beleg", Subtotal: "Zwischensumme", Discount: "Rabatt", Shipping: "Versand", Tax: "Steuer", TaxInside: "darin Steuer",
			Compensation: "Steuerausgleich", Total: "Summe", Return: "Rückgabe", Balance: "Zahlung zu früherem Kauf", Rounding: "Rundung",
			Deferred: "Später zu zahlen", Change: "Rückgeld", Void: "Dieser Kauf wurde storniert.", Thanks: "Vielen Dank für Ihren Einkauf.",
			Cash: "Bar", Card: "Karte", GiftCard: "Gutschein", StoreCredit: "Guthaben", Other: "Sonstige", Time: "02.01.2006 15:04",
		}
	}
	w := words{
		Receipt: "Receipt", Subtotal: "Subtotal", Discount: "Discount", Shipping: "Shipping", Tax: "Tax", TaxInside: "Tax inside",
		Compensation: "Tax correction", Total: "Total", Return: "Returned", Balance: "Payment of an earlier purchase", Rounding: "Rounding",
		Deferred: "To be paid later", Change: "Change", Void: "This purchase was cancelled.", Thanks: "Thank you for your purchase.",
		Cash: "Cash", Card: "Card", GiftCard: "Gift card", StoreCredit: "Store credit", Other: "Other", Time: "2 January 2006, 15:04",
	}
	if locale == "en_US" {
		w.Time = "January 2, 2006, 3:04 PM"
	}
	return w
}

// tender names a kind of payment. References stay away: a mail is read by more people than a receipt.
func (w words) tender(kind pos.TenderKind) string {
	switch kind {
	case pos.TenderCash:
		return w.Cash
	case pos.TenderCard:
		return w.Card
	case pos.TenderGiftCard:
		return w.GiftCard
	case pos.TenderStoreCredit:
		return w.StoreCredit
	}
	return w.Other
}

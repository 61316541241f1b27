package pos

import (
	"errors"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// The bounds of one order. They keep every sum far inside int64 and a row of the ledger small.
const (
	MaxLines     = 500
	MaxTenders   = 50
	MaxQuantity  = 10_000
	MaxAmount    = 1_000_000_000_000 // minor units, of any one amount
	maxKey       = 64                // characters of a SKU or of an identifier that people gave
	maxName      = 255
	maxNote      = 1000
	maxScale     = 4 // decimals of a quantity, as many as Magento stores
	maxQuantBits = 128
)

var (
	uuidV7   = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	currency = regexp.MustCompile(`^[A-Z]{3}$`)
	// key is an identifier that may stand in a receipt number, a URL and a log line.
	key   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	email = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
)

// Validate checks that an order can be accepted: it is complete, within the bounds, and its amounts add up. It reports the
// first fault of each part, joined, so that KindOf, CodeOf and MessageOf give the first. Errors: invalid, with
// CodeBadInput, CodeBadQuantity, CodeTooLarge, CodeTotalsMismatch or CodeTenderTooSmall.
func (in OrderInput) Validate() error {
	if err := errors.Join(in.validateHead(), in.validateTexts()); err != nil {
		return err
	}
	if err := errors.Join(in.validateLines(), in.validateReturns(), in.validateSale()); err != nil {
		return err
	}
	return errors.Join(in.validateTotals(), in.validateTenders())
}

func (in OrderInput) validateHead() error {
	if !uuidV7.MatchString(in.ID) {
		return Invalid("The order's id must be a UUIDv7 in lower case, such as 01890a5d-ac96-774b-bcce-b302099a8057; mint one on the device")
	}
	if in.Counter < 1 {
		return Invalid("The receipt counter must be 1 or more, it is %d; count on from the register's last receipt", in.Counter)
	}
	for _, id := range []struct{ what, value string }{
		{"location", in.LocationID}, {"register", in.RegisterID}, {"staff member", in.StaffID},
	} {
		if len(id.value) > maxKey || !key.MatchString(id.value) {
			return Invalid("The id of the %s must be 1 to %d letters, digits, dots, dashes or underscores; sign in again", id.what, maxKey)
		}
	}
	if !currency.MatchString(in.Currency) {
		return Invalid("The currency must be an ISO 4217 code of three capital letters, such as USD")
	}
	if !plausibleTime(in.SoldAt) {
		return Invalid("The time of sale is not plausible; correct the device's clock")
	}
	return nil
}

func (in OrderInput) validateTexts() error {
	if tooLong(in.Note, maxNote) {
		return NewError(KindInvalid, CodeTooLarge, "The note may have up to %d characters; shorten it", maxNote)
	}
	if in.Email != "" && (tooLong(in.Email, maxName) || !email.MatchString(in.Email)) {
		return Invalid("The customer's e-mail address is not an address; correct it or leave it empty")
	}
	return nil
}

func (in OrderInput) validateLines() error {
	if len(in.Lines) == 0 && len(in.Returns) == 0 && len(in.Balances) == 0 {
		return Invalid("An order needs at least one line; add a product")
	}
	if len(in.Lines) > MaxLines {
		return NewError(KindInvalid, CodeTooLarge, "An order may have up to %d lines, this one has %d; split it into several orders", MaxLines, len(in.Lines))
	}
	for i, l := range in.Lines {
		if err := l.validate(i + 1); err != nil {
			return err
		}
	}
	return in.validateFiles()
}

func (l Line) validate(number int) error {
	switch {
	case l.SKU == "" || tooLong(l.SKU, maxKey):
		return Invalid("Line %d: the SKU must have 1 to %d characters", number, maxKey)
	case tooLong(l.Name, maxName):
		return NewError(KindInvalid, CodeTooLarge, "Line %d: the product's name may have up to %d characters", number, maxName)
	case !plausibleQuantity(l.Quantity):
		return NewError(KindInvalid, CodeBadQuantity,
			"Line %d (%s): the quantity must be more than 0, at most %d, with up to %d decimals; correct it", number, l.SKU, MaxQuantity, maxScale)
	}
	for _, amount := range []int64{l.UnitPrice, l.RowTotal, l.Tax, l.Discount, l.Compensation, l.MarkedDown} {
		if err := checkAmount(amount); err != nil {
			return err
		}
	}
	// Where prices include tax, Magento takes the tax out of the row and out of the piece each by itself: the row may differ by
	// what rounding one piece can hide, times the pieces.
	exact := decimal.NewFromInt(l.UnitPrice).Mul(l.Quantity)
	if hidden := l.Quantity.Add(decimal.NewFromInt(1)).Div(decimal.NewFromInt(2)); exact.Sub(decimal.NewFromInt(l.RowTotal)).Abs().GreaterThan(hidden) {
		return NewError(KindInvalid, CodeTotalsMismatch,
			"Line %d (%s): the row total is %d but unit price times quantity is %s; calculate the order again", number, l.SKU, l.RowTotal, exact.Round(0))
	}
	return l.validateSale(number)
}

func (in OrderInput) validateTotals() error {
	c := in.Charged
	for _, amount := range []int64{c.Subtotal, c.Tax, c.Total, c.Discount, c.Shipping, c.Compensation} {
		if err := checkAmount(amount); err != nil {
			return err
		}
	}
	var lines Totals
	for _, l := range in.Lines {
		lines.Subtotal, lines.Tax = lines.Subtotal+l.RowTotal, lines.Tax+l.Tax
		lines.Discount, lines.Compensation = lines.Discount+l.Discount, lines.Compensation+l.Compensation
	}
	// Shipping has its own share of tax and discount, which no line shows.
	adds := func(got, want int64) bool { return got == want || got > want && c.Shipping > 0 }
	mismatch := func(what string, got, want int64) error {
		return NewError(KindInvalid, CodeTotalsMismatch, "The %s is %d but it adds up to %d; calculate the order again", what, got, want)
	}
	switch total := c.Subtotal - c.Discount + c.Shipping + c.Tax + c.Compensation; {
	case c.Subtotal != lines.Subtotal:
		return mismatch("subtotal", c.Subtotal, lines.Subtotal)
	case !adds(c.Tax, lines.Tax):
		return mismatch("tax", c.Tax, lines.Tax)
	case !adds(c.Discount, lines.Discount):
		return mismatch("discount", c.Discount, lines.Discount)
	case !adds(c.Compensation, lines.Compensation):
		return mismatch("tax inside the discount", c.Compensation, lines.Compensation)
	case c.Total != total:
		return mismatch("total", c.Total, total)
	}
	return nil
}

func (in OrderInput) validateTenders() error {
	if len(in.Tenders) > MaxTenders {
		return NewError(KindInvalid, CodeTooLarge, "An order may have up to %d tenders, this one has %d", MaxTenders, len(in.Tenders))
	}
	due := in.Due()
	var paid, cash int64
	for _, t := range in.Tenders {
		if err := t.validate(due < 0); err != nil {
			return err
		}
		paid += t.Amount
		if t.Kind == TenderCash {
			cash += t.Amount
		}
	}
	if err := checkAmount(in.Change); err != nil {
		return err
	}
	switch kept := paid - in.Change; {
	case in.Change > max(cash, 0):
		return NewError(KindInvalid, CodeTotalsMismatch, "The change is %d but only %d was given in cash; correct the change", in.Change, cash)
	case kept < due:
		return NewError(KindInvalid, CodeTenderTooSmall,
			"The tenders less the change come to %d but the total is %d; take %d more", kept, due, due-kept)
	case kept > due:
		return NewError(KindInvalid, CodeTotalsMismatch,
			"The tenders less the change come to %d but the total is %d; give %d more change", kept, due, kept-due)
	}
	return nil
}

func (t Tender) validate(paidOut bool) error {
	amount := t.Amount
	if paidOut {
		amount = -amount
	}
	switch {
	case !slices.Contains(TenderKinds(), t.Kind):
		return Invalid("A tender of kind %q cannot be taken; take cash, card, gift_card, store_credit or other", printable(string(t.Kind)))
	case t.Kind != TenderCash && t.Reference == "":
		return Invalid("A tender that is not cash needs a reference: the terminal's, the card's, or what was taken")
	case amount <= 0 && paidOut:
		return Invalid("The customer gets money back: a tender must be less than 0, what is paid out")
	case amount <= 0:
		return Invalid("A tender must be more than 0; remove the empty one")
	case tooLong(t.Reference, maxName):
		return NewError(KindInvalid, CodeTooLarge, "A tender's reference may have up to %d characters", maxName)
	}
	return checkAmount(amount)
}

func checkAmount(amount int64) error {
	if amount < 0 {
		return Invalid("An amount is %d; amounts of a sale cannot be negative", amount)
	}
	if amount > MaxAmount {
		return NewError(KindInvalid, CodeTooLarge, "An amount is above %d minor units; check the prices and quantities", int64(MaxAmount))
	}
	return nil
}

// plausibleQuantity looks at the size of the number before it calculates with it: 1e1000000000 is a short text that would
// otherwise fill the memory.
func plausibleQuantity(q decimal.Decimal) bool {
	if q.Sign() <= 0 || q.Exponent() > maxScale || q.Exponent() < -2*maxScale-10 || q.Coefficient().BitLen() > maxQuantBits {
		return false
	}
	return q.LessThanOrEqual(decimal.NewFromInt(MaxQuantity)) && q.Equal(q.Truncate(maxScale))
}

// plausibleTime allows for a clock that lost its battery and counts from 1970: what it stamped has happened all the same.
func plausibleTime(t time.Time) bool { return t.Unix() >= 0 && t.UTC().Year() <= 9998 }

func tooLong(s string, limit int) bool {
	return len(s) > limit*utf8.UTFMax || utf8.RuneCountInString(s) > limit || !utf8.ValidString(s)
}

func printable(s string) string {
	if r := []rune(s); len(r) > 32 {
		return string(r[:32])
	}
	return s
}

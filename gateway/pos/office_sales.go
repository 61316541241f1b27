package pos

import (
	"time"

	"github.com/shopspring/decimal"
)

// SalesGrain is how exactly sales know when something was sold. The hours and days of every time zone are made of such parts:
// zones are off by whole quarters of an hour.
const SalesGrain = 15 * time.Minute

// Sales returns what the order adds to sales that are summed up by one thing: a row for each key, which an order of nothing
// but payments of earlier ones may lack. By hour and day it is one row, of the SalesGrain in which the order was sold.
func (in OrderInput) Sales(by SalesBy) []SalesRow {
	switch by {
	case SalesByProduct:
		return in.salesByProduct()
	case SalesByTender:
		return in.salesByTender()
	case SalesByHour, SalesByDay, SalesByLocation, SalesByStaff:
	}
	c := in.Charged
	row := SalesRow{Currency: in.Currency, Orders: 1, Sales: c.Total, Discounts: in.Discounts(), Tax: c.Tax}
	for _, r := range in.Returns {
		row.Refunds, row.Tax = row.Refunds+r.Refund, row.Tax-r.Tax
	}
	switch by {
	case SalesByLocation:
		row.Key = in.LocationID
	case SalesByStaff:
		row.Key = in.StaffID
	case SalesByHour, SalesByDay, SalesByProduct, SalesByTender:
		row.At = in.SoldAt.UTC().Truncate(SalesGrain)
	}
	return []SalesRow{row}
}

// salesByProduct counts the order once for each product that was sold with it, and not for one that only came back.
func (in OrderInput) salesByProduct() []SalesRow {
	sums := salesRows{currency: in.Currency}
	for _, l := range in.Lines {
		row := sums.of(l.SKU)
		row.Name, row.Orders, row.Quantity = l.Name, 1, row.Quantity.Add(l.Quantity)
		row.Sales += l.RowTotal - l.Discount + l.Tax + l.Compensation
		row.Discounts, row.Tax = row.Discounts+l.Discount+l.MarkedDown, row.Tax+l.Tax
	}
	for _, r := range in.Returns {
		row := sums.of(r.SKU)
		row.Refunds, row.Tax = row.Refunds+r.Refund, row.Tax-r.Tax
		if row.Name == "" {
			row.Name = r.Name
		}
	}
	return sums.rows
}

// salesByTender counts tenders, and takes the change from the cash.
func (in OrderInput) salesByTender() []SalesRow {
	sums := salesRows{currency: in.Currency}
	for _, t := range in.Tenders {
		row := sums.of(string(t.Kind))
		row.Orders, row.Sales = row.Orders+1, row.Sales+t.Amount
	}
	if in.Change != 0 {
		sums.of(string(TenderCash)).Sales -= in.Change
	}
	return sums.rows
}

// salesRows are the rows of one order, each key once.
type salesRows struct {
	currency string
	rows     []SalesRow
}

// of returns the row of a key, until the next is asked for.
func (s *salesRows) of(key string) *SalesRow {
	for i := range s.rows {
		if s.rows[i].Key == key {
			return &s.rows[i]
		}
	}
	s.rows = append(s.rows, SalesRow{Key: key, Currency: s.currency, Quantity: decimal.Zero})
	return &s.rows[len(s.rows)-1]
}

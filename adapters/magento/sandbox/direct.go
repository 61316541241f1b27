package sandbox

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// directOrder is an order as POST /V1/orders sends it. Everything but the payment may be left out.
type directOrder struct {
	ID         text              `json:"entity_id"`
	Increment  text              `json:"increment_id"`
	External   text              `json:"ext_order_id"`
	StoreID    int64             `json:"store_id"`
	Email      string            `json:"customer_email"`
	Customer   text              `json:"customer_id"`
	Group      int64             `json:"customer_group_id"`
	State      string            `json:"state"`
	Status     string            `json:"status"`
	Virtual    text              `json:"is_virtual"`
	GrandTotal decimal.Decimal   `json:"grand_total"`
	Subtotal   decimal.Decimal   `json:"subtotal"`
	InclTax    decimal.Decimal   `json:"subtotal_incl_tax"`
	Tax        decimal.Decimal   `json:"tax_amount"`
	Discount   decimal.Decimal   `json:"discount_amount"` // negative
	Shipping   decimal.Decimal   `json:"shipping_amount"`
	Described  string            `json:"shipping_description"`
	Items      []directOrderItem `json:"items"`
	Billing    *addressInput     `json:"billing_address"`
	Payment    *struct {
		Method string `json:"method"`
		PO     string `json:"po_number"`
	} `json:"payment"`
	Histories []struct {
		Comment string `json:"comment"`
		Status  string `json:"status"`
	} `json:"status_histories"`
	Extension struct {
		Assignments []struct {
			Shipping struct {
				Address *addressInput `json:"address"`
				Method  string        `json:"method"`
			} `json:"shipping"`
		} `json:"shipping_assignments"`
		Pickup string `json:"pickup_location_code"`
	} `json:"extension_attributes"`
}

type directOrderItem struct {
	SKU       string          `json:"sku"`
	Name      string          `json:"name"`
	ProductID int64           `json:"product_id"`
	Type      string          `json:"product_type"`
	QuoteItem int64           `json:"quote_item_id"`
	Qty       decimal.Decimal `json:"qty_ordered"`
	Price     decimal.Decimal `json:"price"`
	Original  decimal.Decimal `json:"original_price"`
	Weight    decimal.Decimal `json:"weight"`
	RowTotal  decimal.Decimal `json:"row_total"`
	Tax       decimal.Decimal `json:"tax_amount"`
	Percent   decimal.Decimal `json:"tax_percent"`
	PriceIncl decimal.Decimal `json:"price_incl_tax"`
	RowIncl   decimal.Decimal `json:"row_total_incl_tax"`
	Discount  decimal.Decimal `json:"discount_amount"` // positive
	Free      string          `json:"additional_data"`
	Option    struct {
		Extension choice `json:"extension_attributes"`
	} `json:"product_option"`
}

func (s *Sandbox) postOrder(r *request) (any, error) {
	var in struct {
		Entity directOrder `json:"entity"`
	}
	if err := r.decode(&in, "entity"); err != nil {
		return nil, err
	}
	id, err := s.shop.writeOrder(in.Entity)
	if err != nil {
		return nil, err
	}
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	return s.shop.orderIndex.byID[id].json(r.fields), nil
}

// writeOrder stores an order as it is told, without a look at products, prices or stock, and without a reservation. Only
// a payment is asked for, and the number must be free in the store. A write that fails uses an id up all the same. With the
// id of an order it changes that order: here its external id.
func (s *shop) writeOrder(in directOrder) (int64, error) {
	var id int64
	err := s.update(func(c *changes) error {
		if known := s.orderIndex.byID[in.ID.int64()]; known != nil {
			id = known.ID
			known.External = string(in.External)
			s.saveOrder(c, known)
			return nil
		}
		if in.Payment == nil || in.Payment.Method == "" {
			return refuse(400, "Please provide payment for the order.")
		}
		if in.StoreID == 0 {
			in.StoreID = 1
		}
		if in.Increment != "" && slices.ContainsFunc(s.orderIndex.byIncrement[string(in.Increment)], func(id int64) bool {
			return s.orderIndex.byID[id].store() == in.StoreID
		}) {
			return refuse(400, "Unique constraint violation found")
		}
		if err := s.saveFiles(in.Items); err != nil {
			return err
		}
		o := s.directOrder(in)
		s.saveOrder(c, o)
		id = o.ID
		return nil
	})
	if err != nil {
		s.mu.Lock()
		s.next.Order++
		s.mu.Unlock()
	}
	return id, err
}

func (s *shop) directOrder(in directOrder) *order {
	number := string(in.Increment)
	if number == "" {
		number = fmt.Sprintf("%09d", take(&s.next.Increment))
	}
	o := &order{ID: take(&s.next.Order), IncrementID: number, External: string(in.External), StoreID: in.StoreID, Direct: true, CustomerID: in.Customer.int64(), Group: in.Group,
		Protect: randomHex(), CreatedAt: s.stamp(), State: orElse(in.State, "new"), Status: orElse(in.Status, "pending"), Email: in.Email,
		Virtual: in.Virtual == "1" || in.Virtual == "true", Payment: in.Payment.Method, PONumber: in.Payment.PO, Described: in.Described,
		Totals: totals{Subtotal: in.Subtotal, SubtotalInclTax: in.InclTax, Shipping: in.Shipping, Tax: in.Tax, GrandTotal: in.GrandTotal,
			Discount: in.Discount.Neg()}}
	if in.Billing != nil {
		o.Billing = s.orderAddress(in.Billing.address(0), in.Email)
	}
	if len(in.Extension.Assignments) > 0 && !o.Virtual {
		a := in.Extension.Assignments[0].Shipping
		o.Method = a.Method
		if a.Address != nil {
			o.Shipping = s.orderAddress(a.Address.address(0), in.Email)
			o.Shipping.Pickup = in.Extension.Pickup
		}
	}
	for n, i := range in.Items {
		o.Items = append(o.Items, &orderItem{ID: take(&s.next.OrderItem), QuoteItemID: i.QuoteItem, ProductID: i.ProductID, SKU: i.SKU,
			Name: i.Name, Type: orElse(i.Type, "simple"), Price: i.Price, Original: i.Original, Weight: i.Weight, Line: n, Ordered: i.Qty, Free: i.Free,
			Choice: i.Option.Extension})
		o.Totals.Qty = o.Totals.Qty.Add(i.Qty)
		o.Totals.Lines = append(o.Totals.Lines, lineTotals{RowTotal: i.RowTotal, Tax: i.Tax, Percent: i.Percent, PriceInclTax: i.PriceIncl,
			RowTotalInclTax: i.RowIncl, Discount: i.Discount})
	}
	for _, h := range in.Histories {
		o.Comments = append(o.Comments, comment{ID: take(&s.next.Comment), Text: h.Comment, CreatedAt: s.stamp(), Status: orElse(h.Status, o.Status)})
	}
	return o
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// AppendReservation writes a row of the reservations, as an account on Magento's database may.
func (s *Sandbox) AppendReservation(sku string, qty decimal.Decimal, metadata string) error {
	return s.shop.update(func(c *changes) error {
		r := reservation{ID: take(&s.shop.next.Reservation), SKU: sku, Quantity: qty, Metadata: metadata}
		s.shop.stock.reserve(r)
		c.saved("reservation", strconv.FormatInt(r.ID, 10), r)
		c.touched("stock.updated", "stock", sku)
		return nil
	})
}

package sandbox

import (
	"crypto/rand"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// newCart makes an empty cart and returns its masked id.
func (s *shop) newCart() (string, error) {
	masked := rand.Text() + rand.Text()[:6] // 32 characters
	err := s.update(func(c *changes) error {
		now := s.stamp()
		s.carts[masked] = &cart{ID: take(&s.next.Cart), MaskedID: masked, CreatedAt: now, UpdatedAt: now, Active: true}
		c.saved("cart", masked, s.carts[masked])
		return nil
	})
	return masked, err
}

// cartOf is the number of the one open cart of a customer, which is made if there is none.
func (s *shop) cartOf(customerID int64) (int64, error) {
	var id int64
	err := s.update(func(c *changes) error {
		buyer, err := s.customer(customerID)
		if err != nil {
			return err
		}
		for _, open := range s.carts {
			if open.Customer == customerID && open.Active {
				id = open.ID
				return nil
			}
		}
		now := s.stamp()
		made := &cart{ID: take(&s.next.Cart), Customer: buyer.ID, Group: buyer.Group, CreatedAt: now, UpdatedAt: now, Active: true}
		id = made.ID
		s.carts[made.name()] = made
		c.saved("cart", made.name(), made)
		return nil
	})
	return id, err
}

// changeCart runs change on a copy of an open cart and keeps the copy if change returns no error.
func (s *shop) changeCart(masked string, change func(*cart) error) error {
	return s.update(func(c *changes) error {
		old, err := s.openCart(masked)
		if err != nil {
			return err
		}
		cart := old.clone()
		if err := change(cart); err != nil {
			return err
		}
		cart.UpdatedAt = s.stamp()
		s.carts[masked] = cart
		c.saved("cart", masked, cart)
		return nil
	})
}

// wish is what a request puts into a cart.
type wish struct {
	sku     string
	qty     decimal.Decimal
	options []chosen // of a configurable product
	choice  choice
	members map[int64]decimal.Decimal // of a grouped product, by id
}

// addItem puts pieces of a product into a cart, onto the line that already has the same product and options; a grouped product
// becomes a line for each of its members, and the first is returned.
func (s *shop) addItem(masked string, w wish) (*cartItem, *cart, error) {
	var item *cartItem
	var in *cart
	err := s.changeCart(masked, func(c *cart) error {
		in = c
		p, err := s.product(w.sku)
		if err != nil {
			return err
		}
		if p.Type != "grouped" {
			item, err = s.addLine(c, w, "")
			return err
		}
		item = nil
		for _, m := range p.Members {
			child, qty := s.byID[m.ProductID], w.members[m.ProductID]
			if child == nil || !qty.IsPositive() {
				return refuse(400, "Please specify the quantity of product(s).")
			}
			line, err := s.addLine(c, wish{sku: child.SKU, qty: qty}, "grouped")
			if err != nil {
				return err
			}
			if item == nil {
				item = line
			}
		}
		return nil
	})
	return item, in, err
}

// addLine adds a line; kind, if any, is what it is called in place of its product's type.
func (s *shop) addLine(c *cart, w wish, kind string) (*cartItem, error) {
	made, err := s.newItem(c, w)
	if err != nil {
		return nil, err
	}
	made.Type = orElse(kind, made.Type)
	at := slices.IndexFunc(c.Items, func(i *cartItem) bool { return i.same(made) })
	if at < 0 {
		if err := s.checkQty(c, made, made.Qty, nil); err != nil {
			return nil, err
		}
		made.ID = take(&s.next.CartItem)
		if made.Type == "configurable" {
			made.ChildID = take(&s.next.CartItem)
		}
		for n := range made.Parts {
			made.Parts[n].ItemID = take(&s.next.CartItem)
		}
		c.Items = append(c.Items, made)
		return made, nil
	}
	item := c.Items[at]
	return item, s.changeQty(c, item, item.Qty.Add(w.qty))
}

// changeQty sets the quantity of a line, and with it its price.
func (s *shop) changeQty(c *cart, item *cartItem, qty decimal.Decimal) error {
	if err := s.checkQty(c, item, qty, item); err != nil {
		return err
	}
	p := s.byID[item.ProductID]
	if p == nil {
		return noProduct()
	}
	again, err := s.newItem(c, wish{sku: p.SKU, qty: qty, options: item.Options, choice: item.Choice})
	if err != nil {
		return err
	}
	item.Qty, item.Price, item.Original = qty, again.Price, again.Original
	return nil
}

// newItem makes a line of a product at today's price. Errors: Magento's refusals.
func (s *shop) newItem(c *cart, w wish) (*cartItem, error) {
	p, err := s.product(w.sku)
	if err != nil {
		return nil, err
	}
	if p.Status != 1 {
		return nil, refuse(400, "Product that you are trying to add is not available.")
	}
	i := &cartItem{ProductID: p.ID, VariantID: p.ID, SKU: p.SKU, Name: p.Name, Type: p.Type, TaxClass: p.TaxClass, Qty: w.qty}
	priced := p
	if p.Type == "configurable" {
		variant, chosen := s.variant(p, w.options)
		if variant == nil {
			return nil, refuse(400, "You need to choose options for your item.")
		}
		i.VariantID, i.SKU, i.ChildName, i.Options, i.TaxClass = variant.ID, variant.SKU, variant.Name, chosen, variant.TaxClass
		priced = variant
	}
	// A unit price is rounded before it is multiplied.
	i.Price, i.Original, i.Weight = priced.priceFor(c.Group, w.qty, s.stamp()[:10]).Round(2), priced.Price, priced.Weight
	if err := s.choose(p, w.choice, i); err != nil {
		return nil, err
	}
	i.Price = i.Price.Round(2)
	return i, nil
}

// variant finds the child of a configurable product that has the chosen options, and names them. Nil: none has.
func (s *shop) variant(p *product, options []chosen) (*product, []chosen) {
	values := map[int64]int64{}
	for _, o := range options {
		values[o.AttributeID] = o.OptionID
	}
	if len(values) != len(p.Axes) {
		return nil, nil
	}
	for _, id := range p.Children {
		child := s.byID[id]
		if child == nil || child.Status != 1 || slices.ContainsFunc(p.Axes, func(a axis) bool {
			v, _ := child.value(a.Code)
			return v != strconv.FormatInt(values[a.AttributeID], 10)
		}) {
			continue
		}
		var named []chosen
		for _, o := range options {
			a, _ := s.attributeByID(o.AttributeID)
			named = append(named, chosen{o.AttributeID, o.OptionID, a.label, a.optionLabel(o.OptionID)})
		}
		return child, named
	}
	return nil, nil
}

// checkQty refuses what a line cannot hold. All lines that take from the same stock count together.
func (s *shop) checkQty(c *cart, i *cartItem, qty decimal.Decimal, except *cartItem) error {
	wanted := s.wanted(c, except)
	for _, g := range i.goods() {
		p, err := s.product(g.SKU)
		if err != nil {
			return err
		}
		pieces := g.Qty.Mul(qty)
		wanted[g.SKU] = wanted[g.SKU].Add(pieces)
		if err := p.SoldIn.check(pieces, wanted[g.SKU]); err != nil {
			return err
		}
		salable := s.stock.salable(g.SKU, retailStock)
		switch {
		case !salable.IsPositive():
			return refuse(400, "Product that you are trying to add is not available.")
		case wanted[g.SKU].GreaterThan(salable):
			return refuse(400, "The requested qty is not available")
		}
	}
	return nil
}

// wanted is how much the lines of a cart take of each SKU, those of one line left out.
func (s *shop) wanted(c *cart, except *cartItem) map[string]decimal.Decimal {
	sum := map[string]decimal.Decimal{}
	for _, i := range c.Items {
		if i == except {
			continue
		}
		for _, g := range i.goods() {
			sum[g.SKU] = sum[g.SKU].Add(g.Qty.Mul(i.Qty))
		}
	}
	return sum
}

func (s *shop) noItem(c *cart, itemID string) error {
	return &refusal{status: 404, message: "The %1 Cart doesn't contain the %2 item.",
		params: list{strconv.FormatInt(c.ID, 10), itemID}}
}

func (s *shop) setQty(masked, itemID string, qty decimal.Decimal) (*cartItem, *cart, error) {
	var item *cartItem
	var in *cart
	err := s.changeCart(masked, func(c *cart) error {
		in = c
		if item = c.item(text(itemID).int64()); item == nil {
			return s.noItem(c, itemID)
		}
		return s.changeQty(c, item, qty)
	})
	return item, in, err
}

func (s *shop) removeItem(masked, itemID string) error {
	return s.changeCart(masked, func(c *cart) error {
		item := c.item(text(itemID).int64())
		if item == nil {
			return s.noItem(c, itemID)
		}
		c.Items = slices.DeleteFunc(c.Items, func(i *cartItem) bool { return i == item })
		return nil
	})
}

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

// addItem puts pieces of a product into a cart, onto the line that already has the same product and options.
func (s *shop) addItem(masked, sku string, qty decimal.Decimal, options []chosen) (*cartItem, *cart, error) {
	var item *cartItem
	var in *cart
	err := s.changeCart(masked, func(c *cart) error {
		made, err := s.newItem(sku, options)
		if err != nil {
			return err
		}
		in, item = c, nil
		for _, i := range c.Items {
			if i.ProductID == made.ProductID && i.VariantID == made.VariantID {
				item = i
			}
		}
		total := qty
		if item != nil {
			total = total.Add(item.Qty)
		}
		if err := s.checkQty(c, made, total, item); err != nil {
			return err
		}
		if item == nil {
			item = made
			item.ID = take(&s.next.CartItem)
			if item.Type == "configurable" {
				item.ChildID = take(&s.next.CartItem)
			}
			c.Items = append(c.Items, item)
		}
		item.Qty = total
		return nil
	})
	return item, in, err
}

// newItem makes a line of a product at today's price. Errors: Magento's refusals.
func (s *shop) newItem(sku string, options []chosen) (*cartItem, error) {
	p, err := s.product(sku)
	if err != nil {
		return nil, err
	}
	if p.Status != 1 {
		return nil, refuse(400, "Product that you are trying to add is not available.")
	}
	i := &cartItem{ProductID: p.ID, VariantID: p.ID, SKU: p.SKU, Name: p.Name, Type: p.Type, TaxClass: p.TaxClass}
	priced := p
	if p.Type == "configurable" {
		variant, chosen := s.variant(p, options)
		if variant == nil {
			return nil, refuse(400, "You need to choose options for your item.")
		}
		i.VariantID, i.SKU, i.ChildName, i.Options, i.TaxClass = variant.ID, variant.SKU, variant.Name, chosen, variant.TaxClass
		priced = variant
	}
	// A unit price is rounded before it is multiplied.
	i.Price, i.Original, i.Weight = priced.finalPrice(s.stamp()[:10]).Round(2), priced.Price, priced.Weight
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
	switch {
	case !qty.IsInteger():
		return refuse(400, "You cannot use decimal quantity for this product.")
	case qty.LessThan(decimal.NewFromInt(1)):
		return refuse(400, "The fewest you may purchase is 1.")
	case qty.GreaterThan(decimal.NewFromInt(maxSaleQty)):
		return refuse(400, "The requested qty exceeds the maximum qty allowed in shopping cart")
	}
	wanted := qty
	for _, other := range c.Items {
		if other != except && other.VariantID == i.VariantID {
			wanted = wanted.Add(other.Qty)
		}
	}
	salable := s.stock.salable(i.SKU, retailStock)
	if !salable.IsPositive() {
		return refuse(400, "Product that you are trying to add is not available.")
	}
	if wanted.GreaterThan(salable) {
		return refuse(400, "The requested qty is not available")
	}
	return nil
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
		if err := s.checkQty(c, item, qty, item); err != nil {
			return err
		}
		item.Qty = qty
		return nil
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

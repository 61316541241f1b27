package sandbox

import (
	"strconv"

	"github.com/shopspring/decimal"
)

func (s *Sandbox) createCart(*request) (any, error) { return s.shop.newCart() }

// withCart answers with what fn makes of the cart in the path, whether or not it was placed.
func (s *Sandbox) withCart(r *request, fn func(*cart) any) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c, err := s.shop.cart(r.vars[0])
	if err != nil {
		return nil, err
	}
	return fn(c), nil
}

// withOpenCart is withCart for carts that were not placed.
func (s *Sandbox) withOpenCart(r *request, fn func(*cart) any) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c, err := s.shop.openCart(r.vars[0])
	if err != nil {
		return nil, err
	}
	return fn(c), nil
}

func (s *Sandbox) getCart(r *request) (any, error) {
	return s.withCart(r, func(c *cart) any { return c.json() })
}

func (s *Sandbox) cartItems(r *request) (any, error) {
	return s.withOpenCart(r, func(c *cart) any {
		return listOf(c.Items, func(i *cartItem) any { return i.json(c.name(), true) })
	})
}

// itemRequest is the cartItem of a request. A price in it is ignored, as in Magento.
type itemRequest struct {
	CartItem struct {
		QuoteID       text            `json:"quote_id"`
		SKU           string          `json:"sku"`
		Qty           decimal.Decimal `json:"qty"`
		ProductOption struct {
			ExtensionAttributes struct {
				ConfigurableItemOptions []struct {
					OptionID    text `json:"option_id"`
					OptionValue text `json:"option_value"`
				} `json:"configurable_item_options"`
				GroupedOptions []struct {
					ID  int64           `json:"id"`
					Qty decimal.Decimal `json:"qty"`
				} `json:"grouped_options"`
				choice
			} `json:"extension_attributes"`
		} `json:"product_option"`
	} `json:"cartItem"`
}

func (s *Sandbox) addCartItem(r *request) (any, error) {
	var in itemRequest
	if err := r.decode(&in, "cartItem"); err != nil {
		return nil, err
	}
	asked := in.CartItem.ProductOption.ExtensionAttributes
	w := wish{sku: in.CartItem.SKU, qty: in.CartItem.Qty, choice: asked.choice, members: map[int64]decimal.Decimal{}}
	for _, o := range asked.ConfigurableItemOptions {
		w.options = append(w.options, chosen{AttributeID: o.OptionID.int64(), OptionID: o.OptionValue.int64()})
	}
	for _, o := range asked.GroupedOptions {
		w.members[o.ID] = o.Qty
	}
	item, c, err := s.shop.addItem(r.vars[0], w)
	if err != nil {
		return nil, err
	}
	return item.json(strconv.FormatInt(c.ID, 10), true), nil
}

func (s *Sandbox) updateCartItem(r *request) (any, error) {
	var in itemRequest
	if err := r.decode(&in, "cartItem"); err != nil {
		return nil, err
	}
	item, c, err := s.shop.setQty(r.vars[0], r.vars[1], in.CartItem.Qty)
	if err != nil {
		return nil, err
	}
	return item.json(strconv.FormatInt(c.ID, 10), true), nil
}

func (s *Sandbox) deleteCartItem(r *request) (any, error) {
	return true, s.shop.removeItem(r.vars[0], r.vars[1])
}

func (s *Sandbox) cartTotals(r *request) (any, error) {
	return s.withOpenCart(r, func(c *cart) any { return s.shop.calculate(c).json(c) })
}

func (s *Sandbox) shippingMethods(r *request) (any, error) {
	return s.withOpenCart(r, func(c *cart) any {
		return listOf(shippingRates(), func(m shippingRate) any {
			price := m.price(c)
			return pairs("carrier_code", m.carrier, "method_code", m.method, "carrier_title", m.carrierTitle,
				"method_title", m.methodTitle, "amount", price, "base_amount", price, "available", true, "error_message", "",
				"price_excl_tax", price, "price_incl_tax", price)
		})
	})
}

func (s *Sandbox) estimateShipping(r *request) (any, error) {
	if err := r.decode(&struct{}{}, "address"); err != nil {
		return nil, err
	}
	return s.shippingMethods(r)
}

func (s *Sandbox) setShipping(r *request) (any, error) {
	var in struct {
		AddressInformation struct {
			Shipping *addressInput `json:"shipping_address"`
			Billing  *addressInput `json:"billing_address"`
			Carrier  string        `json:"shipping_carrier_code"`
			Method   string        `json:"shipping_method_code"`
		} `json:"addressInformation"`
	}
	if err := r.decode(&in, "addressInformation"); err != nil {
		return nil, err
	}
	info := in.AddressInformation
	var answer object
	err := s.shop.changeCart(r.vars[0], func(c *cart) error {
		switch {
		case len(c.Items) == 0:
			return refuse(400, "The shipping method can't be set for an empty cart. Add an item to cart and try again.")
		case info.Shipping == nil || info.Shipping.CountryID == "":
			return refuse(400, "The shipping address is missing. Set the address and try again.")
		}
		method, ok := shippingMethod(info.Carrier + "_" + info.Method)
		if !ok {
			return &refusal{status: 404, message: "Carrier with such method not found: %1, %2",
				params: list{info.Carrier, info.Method}}
		}
		to := info.Shipping.address(s.shop.next.CartAddress)
		if method.code() == pickupMethod {
			to.Pickup = info.Shipping.Extension.Pickup
		}
		if field := to.missing(); field != "" {
			return &refusal{status: 400, message: `"%fieldName" is required. Enter and try again.`,
				params: pairs("fieldName", field)}
		}
		s.shop.next.CartAddress++
		c.Shipping, c.Method = to, method.code()
		if info.Billing != nil {
			c.Billing = info.Billing.address(take(&s.shop.next.CartAddress))
		}
		answer = pairs("payment_methods", paymentMethods(), "totals", s.shop.calculate(c).json(c))
		return nil
	})
	return answer, err
}

// setBilling sets the billing address alone, as carts need that are not shipped, and answers its number.
func (s *Sandbox) setBilling(r *request) (any, error) {
	var in struct {
		Address *addressInput `json:"address"`
	}
	if err := r.decode(&in, "address"); err != nil {
		return nil, err
	}
	var id int64
	err := s.shop.changeCart(r.vars[0], func(c *cart) error {
		c.Billing = in.Address.address(take(&s.shop.next.CartAddress))
		id = c.Billing.ID
		return nil
	})
	return id, err
}

func (s *Sandbox) paymentMethods(r *request) (any, error) {
	return s.withOpenCart(r, func(*cart) any { return paymentMethods() })
}

func (s *Sandbox) paymentInformation(r *request) (any, error) {
	return s.withOpenCart(r, func(c *cart) any {
		return pairs("payment_methods", paymentMethods(), "totals", s.shop.calculate(c).json(c))
	})
}

// paymentRequest is the body of payment-information and of order.
type paymentRequest struct {
	Email         string `json:"email"`
	PaymentMethod struct {
		Method   string `json:"method"`
		PONumber text   `json:"po_number"`
	} `json:"paymentMethod"`
	BillingAddress *addressInput `json:"billingAddress"`
}

func (s *Sandbox) placeCart(r *request) (any, error) {
	var in paymentRequest
	if err := r.decode(&in, "email"); err != nil {
		return nil, err
	}
	if err := r.decode(&in, "paymentMethod"); err != nil {
		return nil, err
	}
	return s.shop.place(r.vars[0], payment{Email: in.Email, Method: in.PaymentMethod.Method,
		PO: string(in.PaymentMethod.PONumber), Billing: in.BillingAddress}, s.latency)
}

func (s *Sandbox) setPayment(r *request) (any, error) {
	var in paymentRequest
	if err := r.decode(&in, "paymentMethod"); err != nil {
		return nil, err
	}
	return true, s.shop.changeCart(r.vars[0], func(c *cart) error {
		if _, ok := paymentTitle(in.PaymentMethod.Method); !ok {
			return refuse(400, "The requested Payment Method is not available.")
		}
		if in.BillingAddress != nil {
			c.Billing = in.BillingAddress.address(take(&s.shop.next.CartAddress))
		}
		if in.Email != "" && c.Billing != nil {
			billing := *c.Billing
			billing.Email = in.Email
			c.Billing = &billing
		}
		c.Payment = in.PaymentMethod.Method
		return nil
	})
}

// orderCart places a cart with the e-mail and method that were set before.
func (s *Sandbox) orderCart(r *request) (any, error) {
	var in paymentRequest
	if err := r.decode(&in, ""); err != nil {
		return nil, err
	}
	p := payment{Method: in.PaymentMethod.Method, PO: string(in.PaymentMethod.PONumber)}
	_, err := s.withOpenCart(r, func(c *cart) any {
		if p.Method == "" {
			p.Method = c.Payment
		}
		if buyer, err := s.shop.customer(c.Customer); err == nil {
			p.Email = buyer.Email
		}
		for _, a := range []*address{c.Billing, c.Shipping} {
			if a != nil && p.Email == "" {
				p.Email = a.Email
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.shop.place(r.vars[0], p, s.latency)
}

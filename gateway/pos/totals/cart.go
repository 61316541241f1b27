package totals

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// Cart is what is being sold, as a register knows it: which documents, and what was chosen. See Pricing.Basket.
type Cart struct {
	Date  string `json:"date"` // yyyy-mm-dd in Pricing.Timezone
	Group int64  `json:"group"`
	// TaxClass is the customer's; nil is that of the group, 0 is a customer who is exempt.
	TaxClass *int64 `json:"taxClass,omitempty"`
	// Address is where the goods are handed over: the location's, or where they are shipped to. Billing is nil when it is the same.
	Address  Address    `json:"address"`
	Billing  *Address   `json:"billing,omitempty"`
	Coupon   string     `json:"coupon,omitempty"`
	Lines    []CartLine `json:"lines"`
	Shipping *Shipping  `json:"shipping,omitempty"`
	Payment  string     `json:"payment,omitempty"` // Magento's method, as the location's
	// RuleUses and UsesUnknown: see Basket.
	RuleUses    map[int64]int64 `json:"ruleUses,omitempty"`
	UsesUnknown bool            `json:"usesUnknown,omitempty"`
	Discount    *ManualDiscount `json:"discount,omitempty"` // what staff took off the whole cart
	// CashRounding is the step of what is paid in cash, such as 0.05.
	CashRounding Number `json:"cashRounding,omitzero"`
}

// CartLine is one product of a cart. Prices are amounts of the currency, not minor units.
type CartLine struct {
	Product int64 `json:"product"` // id of its document; of a configurable product, the variant's
	// Parent is the configurable product that the variant is sold as; 0 when it is sold by itself.
	Parent   int64           `json:"parent,omitempty"`
	Quantity Number          `json:"quantity"`
	Choices  *pos.Choices    `json:"choices,omitempty"`
	Override *Number         `json:"override,omitempty"` // price of one piece in place of every other
	Discount *ManualDiscount `json:"discount,omitempty"` // what staff took off one piece
}

// Documents are the catalog documents that a cart names, with the parts of its bundles, and the categories they are in, by id.
type Documents struct {
	Products   map[int64]pos.RegisterProduct
	Categories map[int64]pos.Category
	// Root is the store's root category.
	Root int64
}

// Basket turns a cart into what an Engine calculates. Errors: invalid, for a product or a choice that the documents do not have, and
// for products that are not sold as they are (configurable without a variant, grouped).
func (p *Pricing) Basket(cart Cart, docs Documents) (*Basket, error) {
	class := p.Class(cart.Group)
	if cart.TaxClass != nil {
		class = *cart.TaxClass
	}
	b := &Basket{
		Date: cart.Date, Config: p.Config, CustomerGroup: cart.Group, CustomerTaxClass: class, Website: p.WebsiteID, Address: cart.Address,
		BillingAddress: cart.Address, IsVirtual: len(cart.Lines) > 0, Coupon: cart.Coupon, Shipping: cart.Shipping, PaymentMethod: cart.Payment,
		RuleUses: cart.RuleUses, UsesUnknown: cart.UsesUnknown, Currency: p.Currency, CashRounding: cart.CashRounding, StaffDiscount: cart.Discount,
	}
	if cart.Billing != nil {
		b.BillingAddress = *cart.Billing
	}
	m := &mapping{pricing: p, docs: docs, group: cart.Group}
	for _, l := range cart.Lines {
		item, err := m.item(l)
		if err != nil {
			return nil, err
		}
		b.IsVirtual = b.IsVirtual && (item.Type == string(pos.TypeVirtual) || item.Type == string(pos.TypeDownloadable))
		b.Items = append(b.Items, item)
	}
	return b, nil
}

// mapping is the work on one cart.
type mapping struct {
	pricing *Pricing
	docs    Documents
	group   int64
}

func (m *mapping) product(id int64) (*pos.RegisterProduct, error) {
	doc, ok := m.docs.Products[id]
	if !ok {
		return nil, pos.Invalid("The catalog has no product %d: take it out of the cart, or wait for the catalog", id)
	}
	return &doc, nil
}

func (m *mapping) item(l CartLine) (Item, error) {
	doc, err := m.product(l.Product)
	if err != nil {
		return Item{}, err
	}
	item := Item{
		SKU: doc.SKU, Qty: l.Quantity, Type: string(doc.Type), TaxClass: doc.TaxClass, Price: m.price(doc), Tiers: m.tiers(doc), Special: special(doc),
		CatalogRulePrice: m.catalogRule(doc), Weight: weight(doc), Attributes: m.attributes(doc), Categories: m.categories(doc),
		OverridePrice: l.Override, ManualDiscount: l.Discount,
	}
	if l.Parent != 0 {
		parent, err := m.product(l.Parent)
		if err != nil {
			return Item{}, err
		}
		item.Type = string(pos.TypeConfigurable)
		item.ParentSKU, item.ParentAttributes, item.ParentCategories = parent.SKU, m.attributes(parent), m.categories(parent)
	}
	switch {
	case item.Type == string(pos.TypeGrouped):
		return Item{}, pos.Invalid("%s is a set: sell the products in it", doc.SKU)
	case item.Type == string(pos.TypeConfigurable) && l.Parent == 0:
		return Item{}, pos.Invalid("%s comes in several kinds: choose one", doc.SKU)
	}
	var choices pos.Choices
	if l.Choices != nil {
		choices = *l.Choices
	}
	return item, m.choose(&item, doc, choices)
}

// price is the product's own; a bundle of priced parts has none.
func (m *mapping) price(doc *pos.RegisterProduct) Number {
	if doc.Price == nil {
		return Number{}
	}
	return number(*doc.Price)
}

func (m *mapping) tiers(doc *pos.RegisterProduct) []Tier {
	var tiers []Tier
	for _, t := range doc.Tiers {
		amount, tier := number(t.Price), Tier{Group: "all", Qty: number(t.Quantity)}
		if t.Group != pos.AllGroups {
			tier.Group = Operand(strconv.FormatInt(t.Group, 10))
		}
		if t.Percent {
			tier.Percent = &amount
		} else {
			tier.Price = &amount
		}
		tiers = append(tiers, tier)
	}
	return tiers
}

func special(doc *pos.RegisterProduct) *Special {
	if doc.Special == nil {
		return nil
	}
	return &Special{Price: number(doc.Special.Price), From: doc.Special.From, To: doc.Special.To}
}

// catalogRule is what the group's indexed price says of a catalog price rule: the final price of one piece, when neither the price nor a
// special or tier price for one piece explains it, whether or not that is in force today.
func (m *mapping) catalogRule(doc *pos.RegisterProduct) *Number {
	row, ok := pos.PriceOf(doc.Prices, m.group)
	if !ok || doc.Type == pos.TypeBundle || row.Final.Equal(row.Regular) || doc.Special != nil && row.Final.Equal(doc.Special.Price) {
		return nil
	}
	for _, t := range doc.Tiers {
		if (t.Group == m.group || t.Group == pos.AllGroups) && number(t.Quantity).Cmp(Int(1)) <= 0 && t.PriceOf(row.Regular).Equal(row.Final) {
			return nil
		}
	}
	final := number(row.Final)
	return &final
}

const weightCode = "weight"

func weight(doc *pos.RegisterProduct) Number {
	n, err := ParseNumber(doc.Attributes.Of(weightCode))
	if err != nil { // virtual goods have none
		return Number{}
	}
	return n
}

// attributes are the values that rules look at. Some are fields of their own in documents.
func (m *mapping) attributes(doc *pos.RegisterProduct) map[string]string {
	values := map[string]string{}
	for _, code := range m.pricing.Attributes {
		switch code {
		case weightCode:
		case "name":
			values[code] = doc.Name
		case "status": // Magento\Catalog\Model\Product\Attribute\Source\Status
			values[code] = "2"
			if doc.Enabled {
				values[code] = "1"
			}
		case "visibility":
			values[code] = strconv.Itoa(int(doc.Visibility))
		case "tax_class_id":
			values[code] = strconv.FormatInt(doc.TaxClass, 10)
		case "special_price":
			if doc.Special != nil {
				values[code] = doc.Special.Price.String()
			}
		case pos.AttributeSetCode:
			values[code] = strconv.FormatInt(doc.AttributeSet, 10)
		default:
			if value := doc.Attributes.Of(code); value != "" {
				values[code] = value
			}
		}
	}
	return values
}

// categories are those the product is in by itself, and those it is shown in: the root, and the anchors above its active categories
// (Magento\Catalog\Model\ProductCategoryList, Magento\Catalog\Model\Indexer\Category\Product\AbstractAction). What is disabled or not
// visible by itself, as most variants are, is shown nowhere.
func (m *mapping) categories(doc *pos.RegisterProduct) []int64 {
	in := map[int64]bool{}
	shown := doc.Enabled && doc.Visibility > pos.VisibleNotAlone
	if shown {
		in[m.docs.Root] = true
	}
	root := strconv.FormatInt(m.docs.Root, 10)
	for _, link := range doc.Categories {
		in[link.ID] = true
		category := m.docs.Categories[link.ID]
		path := strings.Split(category.Path, "/")
		top := slices.Index(path, root)
		if !shown || !category.Active || top < 0 {
			continue
		}
		for _, text := range path[top : len(path)-1] {
			id, err := strconv.ParseInt(text, 10, 64)
			if err == nil && m.docs.Categories[id].Anchor {
				in[id] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(in))
}

func number(d fmt.Stringer) Number {
	n, err := ParseNumber(d.String())
	if err != nil { // a decimal that documents could not hold
		return Number{}
	}
	return n
}

package rest

import (
	"context"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// guestGroup is Magento's customer group "NOT LOGGED IN". REST renders prices for it alone: of other groups it tells tier
// prices (pos.Product.Tiers), and neither their catalog rules nor shared catalogs.
const guestGroup = 0

// renderedPrice is what Magento's price rendering says of a product for a guest: catalog rules, special and tier prices are
// in it. A product without a row in the price index (disabled, not on the website, out of stock and hidden) is not rendered.
type renderedPrice struct {
	Final   *number `json:"final_price"`
	Regular *number `json:"regular_price"`
	Minimal *number `json:"minimal_price"`
	Maximal *number `json:"max_price"`
}

// renderedPrices asks for the prices of a page. The prices carry tax if the shop shows them so; a shop that this version
// serves shows them without.
func (c *Client) renderedPrices(ctx context.Context, store pos.Store, wires []wireProduct) (map[int64]renderedPrice, error) {
	ids := make([]int64, len(wires))
	for i, w := range wires {
		ids[i] = int64(w.ID)
	}
	query := newSearch().among("entity_id", idTexts(ids)).limit(len(ids)).
		fields("items[id,price_info[final_price,regular_price,minimal_price,max_price]]").query()
	query.Set("storeId", strconv.FormatInt(store.ID, 10))
	query.Set("currencyCode", store.BaseCurrency)
	var list struct {
		Items []struct {
			ID    ident         `json:"id"`
			Price renderedPrice `json:"price_info"`
		} `json:"items"`
	}
	if err := c.get(ctx, store.Code, "/V1/products-render-info", "/products-render-info", query, &list); err != nil {
		return nil, err
	}
	prices := make(map[int64]renderedPrice, len(list.Items))
	for _, item := range list.Items {
		prices[int64(item.ID)] = item.Price
	}
	return prices, nil
}

func (r renderedPrice) groupPrice(kind pos.ProductType) pos.GroupPrice {
	final := firstOf(r.Final, r.Minimal, r.Regular)
	lowest := firstOf(r.Minimal, r.Final, r.Regular)
	p := pos.GroupPrice{
		Group:   guestGroup,
		Regular: firstOf(r.Regular, r.Final).Decimal,
		Final:   final.Decimal,
		Min:     lowest.Decimal,
		Max:     firstOf(r.Maximal, r.Final, r.Regular).Decimal,
	}
	switch kind {
	case pos.TypeConfigurable:
		p.Final = p.Min
	case pos.TypeBundle, pos.TypeGrouped:
		p.Regular, p.Final = p.Min, p.Min
	}
	return p
}

func firstOf(candidates ...*number) number {
	for _, n := range candidates {
		if n != nil {
			return *n
		}
	}
	return number{}
}

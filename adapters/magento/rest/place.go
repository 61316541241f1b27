package rest

import (
	"context"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// SourcesOf returns the codes of the sources that have a source item for every SKU, whether or not anything is left there.
// Letter case is ignored.
func (c *Client) SourcesOf(ctx context.Context, skus []string) ([]string, error) {
	has, wanted := map[string]map[string]bool{}, map[string]bool{} // SKUs by source
	ask := func(query *search) error {
		var page struct {
			Items []struct {
				SKU    text   `json:"sku"`
				Source string `json:"source_code"`
			} `json:"items"`
		}
		err := c.get(ctx, "", routeSourceItems, "/inventory/source-items", query.fields("items[sku,source_code]").query(), &page)
		for _, i := range page.Items {
			if has[i.Source] == nil {
				has[i.Source] = map[string]bool{}
			}
			has[i.Source][strings.ToLower(string(i.SKU))] = true
		}
		return err
	}
	var plain []string
	for _, sku := range skus {
		wanted[strings.ToLower(sku)] = true
		if !strings.Contains(sku, ",") {
			plain = append(plain, sku)
		} else if err := ask(newSearch().where("sku", "eq", sku)); err != nil {
			return nil, err
		}
	}
	for portion := range slices.Chunk(plain, stockPortion) {
		if err := ask(newSearch().among("sku", portion)); err != nil {
			return nil, err
		}
	}
	codes := []string{}
	for source, found := range has {
		missing := false
		for sku := range wanted {
			missing = missing || !found[sku]
		}
		if !missing {
			codes = append(codes, source)
		}
	}
	slices.Sort(codes)
	return codes, nil
}

// Places is not told over REST: it always fails. Errors: unavailable.
func (*Client) Places(context.Context, string, string, string) ([]pos.Place, error) {
	return nil, pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "Where places are is in Magento's database, which is not open to this gateway.")
}

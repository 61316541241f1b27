package model

import (
	"errors"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// ErrNoValue is where Magento's schema promises a value and Magento has none, which is a failure there
// (GraphQL\Executor\ReferenceExecutor::completeValue).
var ErrNoValue = errors.New("there is no value where there must be one")

// pathTo is the address that a thing was found behind; empty where it was found otherwise.
type pathTo pos.Route

// kind is Magento's UrlRewriteEntityTypeEnum.
func (p pathTo) kind() string { return RouteKind(p.Type) }

// RouteKind turns Magento's entity types of url_rewrite into its UrlRewriteEntityTypeEnum.
func RouteKind(entityType string) string {
	return strings.ToUpper(strings.ReplaceAll(entityType, "-", "_"))
}

// RedirectCode is known of the product that was found behind an address, and of no other. Errors: ErrNoValue.
func (p *Product) RedirectCode() (int, error) {
	if p.route == p.view.nowhere() {
		return 0, ErrNoValue
	}
	return p.route.Redirect, nil
}

// RedirectCode is 0 wherever categories are trees (Magento\CatalogGraphQl\...\ExtractDataFromCategoryTree::sortTree), and unknown of those
// that are told of a product. Errors: ErrNoValue.
func (c *CategoryTree) RedirectCode() (int, error) {
	if c.levels == ofProduct {
		return 0, ErrNoValue
	}
	return c.route.Redirect, nil
}

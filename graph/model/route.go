package model

import (
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// pathTo is the address that a thing was found behind; empty where it was found otherwise.
type pathTo pos.Route

// kind is Magento's UrlRewriteEntityTypeEnum.
func (p pathTo) kind() string { return RouteKind(p.Type) }

// RouteKind turns Magento's entity types of url_rewrite into its UrlRewriteEntityTypeEnum.
func RouteKind(entityType string) string {
	return strings.ToUpper(strings.ReplaceAll(entityType, "-", "_"))
}

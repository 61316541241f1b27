package graph

import (
	"context"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// route tells the page behind an address; null when there is none, when it leads outside the catalog, or when the product
// cannot be seen (Magento\UrlRewriteGraphQl\Model\Resolver\Route). A category is told though it is switched off.
func (r *resolver) route(ctx context.Context, address string) (model.RoutableInterface, error) {
	view, err := r.pricedView(ctx)
	if err != nil {
		return nil, err
	}
	to, err := r.resolveRoute(ctx, view.Store, address)
	if err != nil || to == (pos.Route{}) {
		return nil, err
	}
	switch to.Type {
	case "product":
		docs, err := r.catalog.ProductsByID(ctx, view.Store.Code, []int64{to.EntityID})
		if err != nil || len(docs) == 0 || !docs[0].Enabled {
			return nil, err
		}
		product, _ := model.NewRoutedProduct(view, &docs[0], to).(model.RoutableInterface)
		return product, nil
	case "category":
		docs, err := r.catalog.CategoriesByID(ctx, view.Store.Code, []int64{to.EntityID})
		if err != nil || len(docs) == 0 {
			return nil, err
		}
		return model.NewRoutedCategory(view, docs[0], to, levelsBelow(ctx)), nil
	case "cms-page":
		kind := model.RouteKind(to.Type)
		page := &model.CmsPage{RelativeURL: &to.Path, RedirectCode: to.Redirect, Type: &kind, Identifier: &to.Path, URLKey: &to.Path, Title: nonEmpty(to.Title)}
		if to.Page != "" {
			page.Identifier, page.URLKey = &to.Page, &to.Page
		}
		return page, nil
	default:
		return &model.RoutableURL{RelativeURL: &to.Path, RedirectCode: to.Redirect}, nil
	}
}

// entityURL is the older form of route.
func (r *resolver) entityURL(ctx context.Context, address string) (*model.EntityURL, error) {
	view, err := r.view(ctx)
	if err != nil {
		return nil, err
	}
	to, err := r.resolveRoute(ctx, view.Store, address)
	if err != nil || to == (pos.Route{}) {
		return nil, err
	}
	id, uid := int(to.EntityID), base64.StdEncoding.EncodeToString([]byte(strconv.FormatInt(to.EntityID, 10)))
	answer := &model.EntityURL{ID: &id, EntityUID: &uid, CanonicalURL: &to.Path, RelativeURL: &to.Path, RedirectCode: &to.Redirect}
	if to.EntityID != 0 {
		kind := model.RouteKind(to.Type)
		answer.Type = &kind
	}
	return answer, nil
}

// resolveRoute finds where an address leads, which may be nowhere. Errors: invalid; not_found for a rewrite of nothing.
func (r *resolver) resolveRoute(ctx context.Context, store pos.Store, address string) (pos.Route, error) {
	if text := strings.TrimSpace(address); text == "" || text == "0" { // both are PHP's empty()
		return pos.Route{}, pos.Invalid("\"url\" argument should be specified and not empty")
	}
	path, query := address, ""
	if u, err := url.Parse(address); err == nil {
		path, query = u.Path, u.RawQuery
	}
	if path = strings.TrimLeft(path, "/"); path == "" { // Magento\CmsUrlRewriteGraphQl: the home page
		path = "home"
		if own := store.Settings["web/default/cms_home_page"]; own != "" {
			path = own
		}
	}
	found, err := r.catalog.Route(ctx, store.Code, path)
	switch {
	case pos.KindOf(err) == pos.KindNotFound:
		return pos.Route{}, nil
	case err != nil:
		return pos.Route{}, err
	case found.EntityID == 0 && found.Redirect == 0:
		return pos.Route{}, pos.NotFound("No such entity found with matching URL key: %s", path)
	}
	if query != "" {
		found.Path += "?" + query
	}
	return found, nil
}

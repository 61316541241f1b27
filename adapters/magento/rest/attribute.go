package rest

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// attributePage bounds an answer that carries every option of every attribute.
const attributePage = 50

// attributeFields is what a document needs. Options are those of the scope that the call is made in.
const attributeFields = "items[attribute_id,attribute_code,frontend_input,backend_type,frontend_class,default_value,default_frontend_label," +
	"frontend_labels,apply_to,position,is_required,is_unique,is_user_defined,is_comparable,is_filterable,is_filterable_in_search," +
	"is_searchable,used_for_sort_by,is_visible_on_front,used_in_product_listing,is_html_allowed_on_front,is_wysiwyg_enabled," +
	"is_used_for_promo_rules,is_visible_in_advanced_search,is_visible,options],total_count"

type wireLabel struct {
	Store ident `json:"store_id"`
	Label text  `json:"label"`
}

type wireOption struct {
	Value text `json:"value"`
	Label text `json:"label"`
}

type wireDefinition struct {
	ID               ident        `json:"attribute_id"`
	Code             string       `json:"attribute_code"`
	Input            text         `json:"frontend_input"`
	Backend          text         `json:"backend_type"`
	Class            text         `json:"frontend_class"`
	Default          text         `json:"default_value"`
	Label            text         `json:"default_frontend_label"`
	Labels           []wireLabel  `json:"frontend_labels"`
	ApplyTo          []string     `json:"apply_to"`
	Position         ident        `json:"position"`
	Required         flag         `json:"is_required"`
	Unique           flag         `json:"is_unique"`
	UserDefined      flag         `json:"is_user_defined"`
	Comparable       flag         `json:"is_comparable"`
	Filterable       flag         `json:"is_filterable"`
	FilterableSearch flag         `json:"is_filterable_in_search"`
	Searchable       flag         `json:"is_searchable"`
	Sortable         flag         `json:"used_for_sort_by"`
	Visible          flag         `json:"is_visible_on_front"`
	InListing        flag         `json:"used_in_product_listing"`
	HTML             flag         `json:"is_html_allowed_on_front"`
	Editor           flag         `json:"is_wysiwyg_enabled"`
	PromoRules       flag         `json:"is_used_for_promo_rules"`
	AdvancedSearch   flag         `json:"is_visible_in_advanced_search"`
	Shown            *flag        `json:"is_visible"`
	Options          []wireOption `json:"options"`
}

// Attributes returns the product attributes as the store view labels them, by ascending code: those that an attribute set
// has, without swatches.
func (c *Client) Attributes(ctx context.Context, store pos.Store) ([]pos.Attribute, error) {
	var here, general []wireDefinition
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) { here, err = c.definitions(gctx, store.Code, productAttributes); return err })
	g.Go(func() (err error) { general, err = c.definitions(gctx, "all", productAttributes); return err })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	labels := map[ident]map[text]text{}
	for _, d := range general {
		labels[d.ID] = map[text]text{}
		for _, o := range d.Options {
			labels[d.ID][o.Value] = o.Label
		}
	}
	attributes := make([]pos.Attribute, 0, len(here))
	for _, d := range here {
		attributes = append(attributes, d.document(store.ID, labels[d.ID]))
	}
	slices.SortFunc(attributes, func(a, b pos.Attribute) int { return cmp.Compare(a.Code, b.Code) })
	return attributes, nil
}

// EntityAttributes returns the attributes of catalog_category by ascending id, as the store view labels them. Errors: invalid, for a shop
// that does not offer the list; unavailable, also for other entity types, of which REST has none.
func (c *Client) EntityAttributes(ctx context.Context, store pos.Store, entity string) ([]pos.EntityAttribute, error) {
	if entity != "catalog_category" {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "Magento's REST API does not list the attributes of %.40s", entity)
	}
	list, err := c.definitions(ctx, store.Code, categoryAttributes)
	if err != nil {
		return nil, err
	}
	found := make([]pos.EntityAttribute, len(list))
	for i, d := range list {
		found[i].Attribute = d.document(store.ID, nil)
	}
	return found, nil
}

// The lists of attributes.
const (
	productAttributes  = "/products/attributes"
	categoryAttributes = "/categories/attributes"
)

// definitions reads page by page: of the tables that Magento joins here several have an attribute_id, so that it cannot be
// filtered by. Attributes hardly come and go while they are read.
func (c *Client) definitions(ctx context.Context, scope, list string) ([]wireDefinition, error) {
	var all []wireDefinition
	for number := 1; ; number++ {
		var page struct {
			Items []wireDefinition `json:"items"`
			Total int              `json:"total_count"`
		}
		query := newSearch().ascending("attribute_id").limit(attributePage).fields(attributeFields).query()
		query.Set("searchCriteria[currentPage]", strconv.Itoa(number))
		if err := c.get(ctx, scope, "/V1"+list, list, query, &page); err != nil {
			return nil, err
		}
		for _, d := range page.Items {
			if n := len(all); n > 0 && d.ID <= all[n-1].ID { // past the end Magento gives the last page again
				return all, nil
			}
			all = append(all, d)
		}
		if len(page.Items) < attributePage || len(all) >= page.Total {
			return all, nil
		}
	}
}

func (d wireDefinition) document(store int64, general map[text]text) pos.Attribute {
	a := pos.Attribute{
		ID: int64(d.ID), Code: d.Code, Label: string(d.Label), Input: string(d.Input), Backend: string(d.Backend), Class: string(d.Class),
		Default: string(d.Default), Position: int(d.Position), Required: bool(d.Required), Unique: bool(d.Unique), UserDefined: bool(d.UserDefined),
		Comparable: bool(d.Comparable), FilterableSearch: bool(d.FilterableSearch), Searchable: bool(d.Searchable), SearchWeight: 1,
		Sortable: bool(d.Sortable), Visible: bool(d.Visible), InListing: bool(d.InListing), HTML: bool(d.HTML),
		Editor: bool(d.Editor), PromoRules: bool(d.PromoRules), AdvancedSearch: bool(d.AdvancedSearch), Hidden: d.Shown != nil && !bool(*d.Shown),
	}
	if len(d.ApplyTo) > 0 {
		a.ApplyTo = d.ApplyTo
	}
	if d.Filterable {
		a.Filterable = 1
	}
	for _, l := range d.Labels {
		if int64(l.Store) == store {
			a.Label = string(l.Label)
		}
	}
	chosen := strings.Split(a.Default, ",")
	for _, w := range d.Options {
		if w.Value == "" { // "please choose"
			continue
		}
		o := pos.AttributeOption{Value: string(w.Value), Label: string(w.Label), Default: slices.Contains(chosen, string(w.Value))}
		if label, ok := general[w.Value]; ok && label != w.Label {
			o.DefaultLabel = string(label)
		}
		a.Options = append(a.Options, o)
	}
	return a
}

// Routes returns nothing: Magento's REST does not tell its URL rewrites.
func (c *Client) Routes(context.Context, pos.Store) ([]pos.Route, error) { return []pos.Route{}, nil }

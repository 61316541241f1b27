package catalog

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	facetPrice    = "price"
	facetCategory = "category_uid"
	// Magento\Catalog\Model\Layer\Filter\DataProvider\Price: the configuration of price ranges and its defaults.
	settingRanges      = "catalog/layered_navigation/price_range_calculation"
	settingRangeStep   = "catalog/layered_navigation/price_range_step"
	settingRangeLimit  = "catalog/layered_navigation/price_range_max_intervals"
	defaultRangeStep   = 100
	defaultRangeLimit  = 10
	smallestRange      = 10 // Magento\CatalogSearch\Model\Price\Algorithm options: min_range_power
	millionthsPerUnit  = 1_000_000
	labelPrice         = "Price"
	labelCategory      = "Category"
	labelYes, labelNo  = "Yes", "No"
	inputBoolean       = "boolean"
	filterableWithHits = 1
)

// facets counts, over all items, prices, categories and the options of every attribute that is used in layered navigation:
// first prices, then categories, then attributes by position, then id (Magento\CatalogGraphQl\DataProvider\Product\
// LayeredNavigation\Builder and Plugin\Search\Request\ConfigReader). Facets without a value are left out.
//
// Where own is set, options count as in Magento's index of options: those of parts count for what they are parts of only where
// the parts are listed themselves, and then once for each.
func (g *generation) facets(items []*item, group int64, own bool) []pos.Facet {
	var out []pos.Facet
	if prices := g.priceFacet(items, group); len(prices.Options) > 0 {
		out = append(out, prices)
	}
	if categories := g.categoryFacet(items); len(categories.Options) > 0 {
		out = append(out, categories)
	}
	return append(out, g.attributeFacets(items, own)...)
}

// categoryFacet counts the categories below the root that the items are in, the fullest first, then by id. Values are
// Magento's uids.
func (g *generation) categoryFacet(items []*item) pos.Facet {
	counts := map[int32]int{}
	for _, it := range items {
		for _, p := range it.places {
			counts[p.category]++
		}
	}
	delete(counts, int32(g.tree.root)) //nolint:gosec // Magento's ids are of this size
	f := pos.Facet{Code: facetCategory, Label: labelCategory}
	ids := make([]int32, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b int32) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	for _, id := range ids {
		if c, ok := g.tree.byID[int64(id)]; ok {
			uid := base64.StdEncoding.EncodeToString([]byte(strconv.FormatInt(c.ID, 10)))
			f.Options = append(f.Options, pos.FacetOption{Label: c.Name, Value: uid, Count: counts[id]})
		}
	}
	return f
}

// priceFacet counts price ranges. The setting "manual" has ranges of a given width and at most so many of them; otherwise
// the width is the greatest power of ten that makes two ranges or more (Magento\Framework\Search\Dynamic\Algorithm\Auto).
// Magento's third way, "improved", which evens out the counts, is taken for "auto".
func (g *generation) priceFacet(items []*item, group int64) pos.Facet {
	f := pos.Facet{Code: facetPrice, Label: labelPrice}
	if a, ok := g.attribute(facetPrice); ok && a.Label != "" {
		f.Label = a.Label
	}
	if len(items) == 0 {
		return f
	}
	prices := make([]int64, len(items))
	for i, it := range items {
		prices[i] = it.priceOf(group)
	}
	if g.store.Settings[settingRanges] == "manual" {
		f.Options = g.manualRanges(prices)
	} else {
		f.Options = automaticRanges(prices)
	}
	return f
}

func automaticRanges(prices []int64) []pos.FacetOption {
	width := int64(1)
	for highest := slices.Max(prices) / millionthsPerUnit; highest >= 10*width; {
		width *= 10
	}
	for {
		counts := rangeCounts(prices, width)
		if width <= smallestRange || len(counts) > 1 {
			return rangeOptions(counts, width)
		}
		width /= 10
	}
}

func (g *generation) manualRanges(prices []int64) []pos.FacetOption {
	width, limit := g.setting(settingRangeStep, defaultRangeStep), int(g.setting(settingRangeLimit, defaultRangeLimit))
	counts := rangeCounts(prices, width)
	keys := sortedKeys(counts)
	for _, k := range keys[min(limit, len(keys)):] {
		counts[keys[limit-1]] += counts[k]
		delete(counts, k)
	}
	out := rangeOptions(counts, width)
	// The last range ends above the highest price (Magento\Framework\Search\Dynamic\Algorithm\Manual).
	if highest := slices.Max(prices); highest > 0 {
		last := &out[len(out)-1]
		from, _, _ := strings.Cut(last.Value, "_")
		last.Value = from + "_" + beyond((keys[len(out)-1]+1)*width, highest)
		last.Label = strings.ReplaceAll(last.Value, "_", "-")
	}
	return out
}

// beyond is the end of a range, or a hundredth more than the highest price when that is higher, as PHP prints it.
func beyond(end, highest int64) string {
	above := highest + millionthsPerUnit/100
	if above <= end*millionthsPerUnit {
		return strconv.FormatInt(end, 10)
	}
	return strconv.FormatFloat(float64(above)/millionthsPerUnit, 'f', -1, 64)
}

func (g *generation) setting(path string, otherwise int64) int64 {
	n, err := strconv.ParseFloat(g.store.Settings[path], 64)
	if err != nil || n < 1 || n > 1e9 {
		return otherwise
	}
	return int64(n)
}

func rangeCounts(prices []int64, width int64) map[int64]int {
	counts := map[int64]int{}
	for _, p := range prices {
		counts[p/(width*millionthsPerUnit)]++
	}
	return counts
}

func rangeOptions(counts map[int64]int, width int64) []pos.FacetOption {
	out := make([]pos.FacetOption, 0, len(counts))
	for _, k := range sortedKeys(counts) {
		from, to := strconv.FormatInt(k*width, 10), strconv.FormatInt((k+1)*width, 10)
		out = append(out, pos.FacetOption{Label: from + "-" + to, Value: from + "_" + to, Count: counts[k]})
	}
	return out
}

func sortedKeys(counts map[int64]int) []int64 {
	keys := make([]int64, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (g *generation) attributeFacets(items []*item, own bool) []pos.Facet {
	counts := map[value]int{}
	for _, it := range items {
		values := it.values
		if own {
			values = it.own
			for _, v := range it.lent {
				counts[v]++
			}
		}
		for _, v := range values {
			counts[v]++
		}
	}
	bySymbol := map[uint16]map[uint32]int{}
	for v, n := range counts {
		if bySymbol[v.attribute] == nil {
			bySymbol[v.attribute] = map[uint32]int{}
		}
		bySymbol[v.attribute][v.option] = n
	}
	var shown []*pos.Attribute
	for _, a := range g.attributes {
		if a.Filterable != 0 && a.Code != facetPrice {
			shown = append(shown, a)
		}
	}
	slices.SortFunc(shown, func(a, b *pos.Attribute) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	var out []pos.Facet
	for _, a := range shown {
		symbol, ok := g.symbols.lookup(a.Code)
		if !ok || len(bySymbol[symbol]) == 0 {
			continue
		}
		position := a.Position
		out = append(out, pos.Facet{Code: a.Code, Label: a.Label, Position: &position, Options: optionCounts(a, bySymbol[symbol])})
	}
	return out
}

// optionCounts lists an attribute's options in its own order, those without a product only when the attribute says so.
// Options that the attribute no longer has come last, by id, with the id for a label.
func optionCounts(a *pos.Attribute, counts map[uint32]int) []pos.FacetOption {
	options := a.Options
	if a.Input == inputBoolean {
		options = []pos.AttributeOption{{Value: "0", Label: labelNo}, {Value: "1", Label: labelYes}}
	}
	var out []pos.FacetOption
	known := map[uint32]bool{}
	for _, o := range options {
		id, err := strconv.ParseUint(o.Value, 10, 32)
		if err != nil {
			continue
		}
		known[uint32(id)] = true
		if n := counts[uint32(id)]; n > 0 || a.Filterable != filterableWithHits {
			out = append(out, pos.FacetOption{Label: o.Label, Value: o.Value, Count: n})
		}
	}
	var lost []int64
	for id := range counts {
		if !known[id] {
			lost = append(lost, int64(id))
		}
	}
	slices.Sort(lost)
	for _, id := range lost {
		text := strconv.FormatInt(id, 10)
		out = append(out, pos.FacetOption{Label: text, Value: text, Count: counts[uint32(id)]}) //nolint:gosec // was one
	}
	return out
}

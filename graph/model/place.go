package model

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/tillway/tillway/gateway/pos"
)

// Documents have what a product is chosen from by place and id. Magento's collections have it by place and title, or in no order of
// their own, which is that of the ids.

func byTitle[T any](list []T, of func(T) (place int, title string)) []T {
	return slices.SortedStableFunc(slices.Values(list), func(a, b T) int {
		place, title := of(a)
		other, name := of(b)
		if place != other {
			return cmp.Compare(place, other)
		}
		return cmp.Compare(collated(title), collated(name))
	})
}

// collated is a text as Magento's tables compare it (utf8mb3_general_ci and its like): neither letter case nor accents count.
func collated(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ß':
			return 'S'
		default:
			return unicode.ToUpper(r)
		}
	}, norm.NFD.String(title))
}

// placedOptions are by id in lists of products (Magento\Catalog\Model\ResourceModel\Product\Collection::addOptionsToResult), and placed where
// one product was found by its address (Magento\Catalog\Model\Product\Option\Repository::getProductOptions).
func (p *Product) placedOptions() []pos.CustomOption {
	if p.route == p.view.nowhere() {
		return slices.SortedFunc(slices.Values(p.doc.CustomOptions), func(a, b pos.CustomOption) int { return cmp.Compare(a.ID, b.ID) })
	}
	return byTitle(p.doc.CustomOptions, func(o pos.CustomOption) (int, string) { return o.SortOrder, o.Title })
}

// placedValues is Magento\Catalog\Model\ResourceModel\Product\Option\Collection::addValuesToResult.
func placedValues(o pos.CustomOption) []pos.CustomValue {
	return byTitle(o.Values, func(v pos.CustomValue) (int, string) { return v.SortOrder, v.Title })
}

// placedDownloads is Magento\Downloadable\Model\ResourceModel\Link\Collection::addTitleToResult, and the same of samples.
func placedDownloads(downloads []pos.Download) []pos.Download {
	return byTitle(downloads, func(d pos.Download) (int, string) { return d.SortOrder, d.Title })
}

// selectionsByID is Magento\BundleGraphQl\Model\Resolver\Links\Collection::fetch, which knows no order.
func selectionsByID(o pos.BundleOption) []pos.BundleSelection {
	return slices.SortedFunc(slices.Values(o.Selections), func(a, b pos.BundleSelection) int { return cmp.Compare(a.ID, b.ID) })
}

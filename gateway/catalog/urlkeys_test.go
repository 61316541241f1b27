package catalog_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

func TestProductsWithTheURLKeyOfAnotherAreToldAndKept(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.shop.change(t, "24-MB02", func(p *pos.Product) { p.URLKey = "joust-duffle-bag" })
	counted := map[string]int{}
	var out bytes.Buffer
	r.importer = catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: r.cache, Log: r.cache, Now: clock,
		Broken: func(entity string, rows int) { counted[entity] += rows }, Logger: slog.New(slog.NewTextHandler(&out, nil))})
	r.load(t)
	if len(counted) != 1 || counted["url_key"] != 1 || !strings.Contains(out.String(), "entity=url_key") || !strings.Contains(out.String(), "joust-duffle-bag") {
		t.Errorf("counted %v, and logged %s", counted, &out)
	}
	r.sync(t)
	if got := skus(products(t, r.catalog, pos.ProductQuery{URLKeys: []string{"joust-duffle-bag"}})); !strings.Contains(got, "24-MB01") || !strings.Contains(got, "24-MB02") {
		t.Errorf("the key finds %q, want both", got)
	}
}

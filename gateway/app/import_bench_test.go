package app_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/magento/db/dbgen"
	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/app"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// dumped are the tables that an import reads.
var dumped = []string{
	"catalog_product_entity", "catalog_product_entity_varchar", "catalog_product_entity_int", "catalog_product_entity_text",
	"catalog_product_entity_decimal", "catalog_product_entity_datetime", "catalog_product_index_price",
	"catalog_product_website", "catalog_category_product", "catalog_product_entity_media_gallery",
	"catalog_product_entity_media_gallery_value", "catalog_product_entity_media_gallery_value_to_entity",
	"catalog_product_super_attribute", "catalog_product_super_attribute_label", "catalog_product_super_link",
	"catalog_category_entity", "catalog_category_entity_varchar", "catalog_category_entity_int", "catalog_category_entity_text",
	"catalog_category_entity_decimal", "catalog_category_entity_datetime", "eav_attribute", "eav_entity_type",
	"eav_attribute_label", "eav_attribute_option", "eav_attribute_option_value", "eav_attribute_option_swatch",
	"inventory_stock_2", "inventory_reservation", "cataloginventory_stock_item", "catalog_product_bundle_option",
	"catalog_product_bundle_option_value", "catalog_product_bundle_selection", "catalog_product_bundle_selection_price",
	"catalog_product_link", "catalog_product_link_attribute_int", "catalog_product_link_attribute_decimal", "catalog_product_option",
	"catalog_product_option_title", "catalog_product_option_price", "catalog_product_option_type_value",
	"catalog_product_option_type_title", "catalog_product_option_type_price", "catalog_product_entity_tier_price",
	"downloadable_link", "downloadable_link_title", "downloadable_link_price", "downloadable_sample", "downloadable_sample_title",
	"url_rewrite", "review_entity_summary", "review_entity", "cms_page", "catalog_eav_attribute",
	"catalog_product_link_type", "catalog_product_link_attribute", "tax_class", "core_config_data", "customer_group", "store",
}

// benchPool is the server's buffer pool, which holds all of 100,000 products, for the dump as for us. With Debian's 128 MB, which no shop
// of that size has, both wait for the disk: Adobe advises to give it most of the memory.
const benchPool = 768 << 20

// BenchmarkImport reads a whole generated shop (TILLWAY_BENCH_SKUS, default 20,000), and compares it with a dump of the same
// tables into nothing, run in turn with it: xmysqldump is how many times the dump's duration the import takes.
func BenchmarkImport(b *testing.B) {
	s := generated(b, benchSKUs(20_000))
	var imports, dumps []time.Duration
	var products atomic.Int64
	for b.Loop() {
		started := time.Now()
		products.Store(0)
		group, ctx := errgroup.WithContext(b.Context())
		group.Go(func() error {
			return s.AllProducts(ctx, s.store, func(some []pos.Product) error {
				products.Add(int64(len(some)))
				return nil
			})
		})
		group.Go(func() error {
			_, stock := s.Stock(ctx, s.store)
			_, categories := s.Categories(ctx, s.store)
			_, attributes := s.Attributes(ctx, s.store)
			_, routes := s.Routes(ctx, s.store)
			return errors.Join(stock, categories, attributes, routes)
		})
		if err := group.Wait(); err != nil {
			b.Fatal(err)
		}
		imports = append(imports, time.Since(started))
		b.StopTimer()
		dumps = append(dumps, dump(b, s.dsn))
		b.StartTimer()
	}
	b.ReportMetric(float64(products.Load())/median(imports).Seconds(), "products/s")
	b.ReportMetric(float64(median(imports))/float64(median(dumps)), "xmysqldump")
	b.ReportMetric(median(dumps).Seconds(), "s/dump")
}

// BenchmarkWholeImport imports a whole generated shop (TILLWAY_BENCH_SKUS, default 20,000) as the gateway does, on an empty shelf in
// memory, until the new generation is in force: reading, documents, feed log and chunks. xmysqldump is as in BenchmarkImport. The
// digests for later sweeps are computed after that, in s/digests-after.
func BenchmarkWholeImport(b *testing.B) {
	s := generated(b, benchSKUs(20_000))
	var imports, settled, dumps []time.Duration
	for b.Loop() {
		cache := memory.New()
		importer := catalog.NewImporter(catalog.ImporterConfig{Source: s, Bulk: s, Changes: s, Holder: s, Shelf: cache, Log: cache, Now: time.Now})
		report, err := importer.Import(b.Context(), s.store.Code, nil)
		if err != nil {
			b.Fatal(err)
		}
		imports, settled = append(imports, report.Took), append(settled, report.Settled-report.Took)
		b.StopTimer()
		dumps = append(dumps, dump(b, s.dsn))
		b.StartTimer()
	}
	b.ReportMetric(median(imports).Seconds(), "s/import")
	b.ReportMetric(median(settled).Seconds(), "s/digests-after")
	b.ReportMetric(float64(median(imports))/float64(median(dumps)), "xmysqldump")
	b.ReportMetric(median(dumps).Seconds(), "s/dump")
}

// BenchmarkDigests computes the digests of a whole generated shop.
func BenchmarkDigests(b *testing.B) {
	s := generated(b, 20_000)
	for b.Loop() {
		if _, err := s.Digests(b.Context(), s.store, 1024); err != nil {
			b.Fatal(err)
		}
	}
}

// benchSKUs is TILLWAY_BENCH_SKUS, or what is usual.
func benchSKUs(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("TILLWAY_BENCH_SKUS")); err == nil {
		return n
	}
	return usual
}

// generatedShop is a generated database, read as the gateway reads it.
type generatedShop struct {
	*db.Source
	store pos.Store
	dsn   string
}

// generated opens a fresh database with so many products. TILLWAY_BENCH_DSN names one that is there already, on a server as it is.
func generated(b *testing.B, skus int) generatedShop {
	b.Helper()
	s := generatedShop{dsn: os.Getenv("TILLWAY_BENCH_DSN")}
	if s.dsn == "" {
		s.dsn = testserver.MariaDB(b)
		execute(b, s.dsn, fmt.Sprintf("SET GLOBAL innodb_buffer_pool_size = %d", benchPool))
		if err := dbgen.Generate(b.Context(), s.dsn, dbgen.Options{SKUs: skus, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
	tuned, stop := context.WithCancel(b.Context())
	b.Cleanup(stop)
	go func() { _ = app.TuneRuntime(tuned) }() // as in the gateway
	var err error
	if s.Source, err = db.Open(b.Context(), db.Config{DSN: s.dsn, Observe: observe(b)}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if s.store, err = s.Store(b.Context(), "default"); err != nil {
		b.Fatal(err)
	}
	return s
}

func execute(b *testing.B, dsn, statement string) {
	b.Helper()
	admin, err := sql.Open("mysql", dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = admin.Close() }()
	if _, err := admin.ExecContext(b.Context(), statement); err != nil {
		b.Fatalf("%s: %v", statement, err)
	}
}

// observe prints at the end where the time went, when TILLWAY_BENCH_QUERIES is set.
func observe(b *testing.B) func(string, time.Duration) {
	b.Helper()
	if os.Getenv("TILLWAY_BENCH_QUERIES") == "" {
		return nil
	}
	var mu sync.Mutex
	spent := map[string]time.Duration{}
	b.Cleanup(func() {
		names := slices.SortedFunc(maps.Keys(spent), func(x, y string) int { return int(spent[y] - spent[x]) })
		for _, name := range names[:min(25, len(names))] {
			b.Logf("%10v %s", spent[name].Round(time.Millisecond), name)
		}
	})
	return func(name string, d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		spent[name] += d
	}
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// dump writes the tables nowhere and returns how long that took.
func dump(b *testing.B, dsn string) time.Duration {
	b.Helper()
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		b.Fatal(err)
	}
	program, err := exec.LookPath("mariadb-dump")
	if err != nil {
		if program, err = exec.LookPath("mysqldump"); err != nil {
			b.Skip("mysqldump is not installed: run `apt-get install -y mariadb-client`")
		}
	}
	cmd := exec.CommandContext(b.Context(), program, append([]string{"-uroot", "--socket=" + cfg.Addr, "--single-transaction",
		"--quick", "--skip-triggers", cfg.DBName}, dumped...)...)
	cmd.Stderr = os.Stderr
	started := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	return time.Since(started)
}

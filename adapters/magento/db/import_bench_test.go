package db_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
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
	"inventory_stock_2", "inventory_reservation", "cataloginventory_stock_item",
}

// BenchmarkImport reads a whole shop, the recorded one several times over (TILLWAY_BENCH_COPIES, default 12: 24,564 SKUs),
// and compares it with a dump of the same tables into nothing, run in turn with it: xmysqldump is how many times the
// dump's duration the import takes.
func BenchmarkImport(b *testing.B) {
	s := recorded(b, "dump.sql.gz")
	copies := 12
	if n, err := strconv.Atoi(os.Getenv("TILLWAY_BENCH_COPIES")); err == nil {
		copies = n
	}
	multiply(b, s, copies)
	const pageSize = 4000 // four connections read a thousand each
	var imports, dumps []time.Duration
	var products int
	for b.Loop() {
		started := time.Now()
		products = 0
		for after := int64(0); ; {
			page, err := s.Products(b.Context(), s.store, after, pageSize)
			if err != nil {
				b.Fatal(err)
			}
			products += len(page)
			if len(page) < pageSize {
				break
			}
			after = page[len(page)-1].ID
		}
		if _, err := s.Stock(b.Context(), s.store); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Categories(b.Context(), s.store); err != nil {
			b.Fatal(err)
		}
		imports = append(imports, time.Since(started))
		b.StopTimer()
		dumps = append(dumps, dump(b, s.dsn))
		b.StartTimer()
	}
	b.ReportMetric(float64(products)*float64(len(imports))/total(imports).Seconds(), "products/s")
	b.ReportMetric(float64(median(imports))/float64(median(dumps)), "xmysqldump")
	b.ReportMetric(median(dumps).Seconds(), "s/dump")
}

func total(d []time.Duration) (sum time.Duration) {
	for _, x := range d {
		sum += x
	}
	return sum
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

// multiply makes each product of the shop n times. Ids of a copy lie stride above those of the one before.
func multiply(b *testing.B, s shop, n int) {
	b.Helper()
	const stride = 10_000
	run := func(query string) { b.Helper(); s.change(b, query) }
	for _, name := range s.names(b, "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()") {
		run("DROP TRIGGER " + name)
	}
	run("SET foreign_key_checks = 0, unique_checks = 0")
	for i := 1; i < n; i++ {
		run("START TRANSACTION")
		for _, query := range copies {
			run(fmt.Sprintf(query, i*stride, stride, i))
		}
		run("COMMIT")
	}
	run("ANALYZE TABLE catalog_product_entity, catalog_product_entity_varchar, catalog_product_entity_int")
}

// copies are the statements that make one copy: %[1]d is what is added to ids, %[2]d above all ids of the original, %[3]d
// the copy's number.
var copies = []string{
	`INSERT INTO catalog_product_entity SELECT entity_id + %[1]d, attribute_set_id, type_id, CONCAT(sku, '-%[3]d'), has_options,
		required_options, created_at, updated_at FROM catalog_product_entity WHERE entity_id < %[2]d`,
	values("varchar"), values("int"), values("text"), values("decimal"), values("datetime"),
	`INSERT INTO catalog_product_index_price SELECT entity_id + %[1]d, customer_group_id, website_id, tax_class_id, price,
		final_price, min_price, max_price, tier_price FROM catalog_product_index_price WHERE entity_id < %[2]d`,
	`INSERT INTO catalog_product_website SELECT product_id + %[1]d, website_id FROM catalog_product_website WHERE product_id < %[2]d`,
	`INSERT INTO catalog_category_product (category_id, product_id, position)
		SELECT category_id, product_id + %[1]d, position FROM catalog_category_product WHERE product_id < %[2]d`,
	`INSERT INTO catalog_product_entity_media_gallery SELECT value_id + %[1]d, attribute_id, value, media_type, disabled
		FROM catalog_product_entity_media_gallery WHERE value_id < %[2]d`,
	`INSERT INTO catalog_product_entity_media_gallery_value_to_entity SELECT value_id + %[1]d, entity_id + %[1]d
		FROM catalog_product_entity_media_gallery_value_to_entity WHERE value_id < %[2]d`,
	`INSERT INTO catalog_product_entity_media_gallery_value (value_id, store_id, entity_id, label, position, disabled)
		SELECT value_id + %[1]d, store_id, entity_id + %[1]d, label, position, disabled
		FROM catalog_product_entity_media_gallery_value WHERE value_id < %[2]d`,
	`INSERT INTO catalog_product_super_attribute SELECT product_super_attribute_id + %[1]d, product_id + %[1]d, attribute_id, position
		FROM catalog_product_super_attribute WHERE product_id < %[2]d`,
	`INSERT INTO catalog_product_super_attribute_label (product_super_attribute_id, store_id, use_default, value)
		SELECT product_super_attribute_id + %[1]d, store_id, use_default, value
		FROM catalog_product_super_attribute_label WHERE product_super_attribute_id < %[2]d`,
	`INSERT INTO catalog_product_super_link (product_id, parent_id) SELECT product_id + %[1]d, parent_id + %[1]d
		FROM catalog_product_super_link WHERE product_id < %[2]d`,
	`INSERT INTO inventory_stock_2 SELECT CONCAT(i.sku, '-%[3]d'), i.quantity, i.is_salable
		FROM inventory_stock_2 i JOIN catalog_product_entity e ON e.sku = i.sku WHERE e.entity_id < %[2]d`,
}

func values(kind string) string {
	return `INSERT INTO catalog_product_entity_` + kind + ` (attribute_id, store_id, entity_id, value)
		SELECT attribute_id, store_id, entity_id + %[1]d, value FROM catalog_product_entity_` + kind + ` WHERE entity_id < %[2]d`
}

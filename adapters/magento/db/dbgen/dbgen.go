// Package dbgen makes a large Magento database for benchmarks: the real tables (without foreign keys, which cost time only
// when rows are written) with as many products as asked for, spread over the six types as in Magento's sample data, and rows in
// the order in which Magento would have written them. It is for tests and measurements; nothing else imports it.
package dbgen

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/go-sql-driver/mysql"
	"golang.org/x/sync/errgroup"
)

// schema holds the tables, and the rows of those that have no products: attributes, categories, stores, settings, taxes.
//
//go:embed schema.sql.gz
var schema []byte

// Options say what to make.
type Options struct {
	// SKUs is how many products there will be, with ids from 1 on. Every 16 are 12 variants, their configurable product, two
	// simple products and one that is a bundle, grouped, downloadable, virtual, or simple with tier prices and options.
	SKUs int
	// Seed varies names and prices. The same options give the same rows.
	Seed int64
}

// blockSize is how many products repeat; portion is how many are made by one statement.
const (
	blockSize = 16
	portion   = 500 * blockSize
	parallel  = 2
)

// Generate fills the database of a data source name, which must be empty: tables of the same names are dropped. It returns
// when all rows are committed and the tables are analysed. Errors: those of the database.
func Generate(ctx context.Context, dsn string, o Options) error {
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	cfg.MultiStatements, cfg.InterpolateParams, cfg.Params = true, true, map[string]string{
		// Without join buffers rows come in the order of the products by themselves: nothing is sorted.
		"join_cache_level": "0", "foreign_key_checks": "0", "unique_checks": "0", "sql_mode": "'NO_AUTO_VALUE_ON_ZERO'", "time_zone": "'+00:00'",
	}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	pool := sql.OpenDB(connector)
	defer func() { _ = pool.Close() }()
	if err := prepare(ctx, pool, o.SKUs); err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	attributes, err := attributeIDs(ctx, pool)
	if err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, table := range tables(attributes, o) {
		group.Go(func() error { return table.fill(gctx, pool, o.SKUs) })
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	_, err = pool.ExecContext(ctx, "DROP TABLE dbgen_number; ANALYZE TABLE catalog_product_entity, catalog_product_entity_varchar, "+
		"catalog_product_entity_int, catalog_product_entity_text, catalog_product_entity_decimal, catalog_product_index_price, url_rewrite")
	if err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	return nil
}

// prepare makes the tables, and one that numbers the products and says what each is.
func prepare(ctx context.Context, pool *sql.DB, skus int) error {
	packed, err := gzip.NewReader(bytes.NewReader(schema))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(packed)
	if err != nil {
		return err
	}
	if _, err := pool.ExecContext(ctx, string(text)); err != nil {
		return fmt.Errorf("make the tables: %w", err)
	}
	digit := "(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6" +
		" UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)"
	_, err = pool.ExecContext(ctx, `
		DROP TABLE IF EXISTS dbgen_number;
		CREATE TABLE dbgen_number (id INT UNSIGNED PRIMARY KEY, m INT, b INT, type VARCHAR(16)) ENGINE=InnoDB;
		INSERT INTO dbgen_number SELECT id, m, b, CASE WHEN m = 15 THEN 'configurable' WHEN m <> 14 THEN 'simple' ELSE
			CASE b % 16 WHEN 0 THEN 'bundle' WHEN 1 THEN 'grouped' WHEN 2 THEN 'downloadable' WHEN 3 THEN 'virtual' ELSE 'simple' END END
		FROM (SELECT i + 1 AS id, i % 16 AS m, i DIV 16 AS b FROM
			(SELECT u.d + 10*t.d + 100*h.d + 1000*th.d + 10000*tt.d + 100000*ht.d AS i
			FROM `+digit+` u, `+digit+` t, `+digit+` h, `+digit+` th, `+digit+` tt, `+digit+` ht) x WHERE i < ?) y`, skus)
	if err != nil {
		return fmt.Errorf("number the products: %w", err)
	}
	return nil
}

func attributeIDs(ctx context.Context, pool *sql.DB) (map[string]int64, error) {
	rows, err := pool.QueryContext(ctx, `SELECT a.attribute_code, a.attribute_id FROM eav_attribute a
		JOIN eav_entity_type t ON t.entity_type_id = a.entity_type_id WHERE t.entity_type_code = 'catalog_product'`)
	if err != nil {
		return nil, fmt.Errorf("read attributes: %w", err)
	}
	defer func() { _ = rows.Close() }()
	ids := map[string]int64{}
	for rows.Next() {
		var code string
		var id int64
		if err := rows.Scan(&code, &id); err != nil {
			return nil, fmt.Errorf("read attributes: %w", err)
		}
		ids[code] = id
	}
	return ids, rows.Err()
}

// filled is a table with the statement that fills it: columns, and what is selected for the products n of a range. A statement
// without a range is run once.
type filled struct {
	into, selected string
	once           bool
}

func (f filled) fill(ctx context.Context, pool *sql.DB, skus int) error {
	statement := "INSERT INTO " + f.into + " " + f.selected
	if f.once {
		if _, err := pool.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("fill %s: %w", f.into, err)
		}
		return nil
	}
	for from := 1; from <= skus; from += portion {
		_, err := pool.ExecContext(ctx, strings.ReplaceAll(statement, "{range}", fmt.Sprintf("n.id BETWEEN %d AND %d", from, from+portion-1)))
		if err != nil {
			return fmt.Errorf("fill %s: %w", f.into, err)
		}
	}
	return nil
}

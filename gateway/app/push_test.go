package app_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/db/dbgen"
	"github.com/tillway/tillway/adapters/testserver"
)

// TestPushNow changes Magento's tables by SQL alone, which nothing announces: no webhook, no changelog, no updated_at.
func TestPushNow(t *testing.T) {
	t.Parallel()
	dsn := testserver.MariaDB(t)
	if err := dbgen.Generate(t.Context(), dsn, dbgen.Options{SKUs: 64, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	tables, err := sql.Open("mysql", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tables.Close() })
	shop := startShop(t)
	p := startProcess(t, shop.URL(), "TILLWAY_MAGENTO_DB_URL="+dsn, "TILLWAY_BARCODE_ATTRIBUTE=sku")
	cashier := p.enrol("R1")
	manager := p.signIn(cashier, "sam")
	rename := func(name string) {
		t.Helper()
		res, err := tables.ExecContext(t.Context(), "UPDATE catalog_product_entity_varchar SET value = ? WHERE entity_id = 13 AND store_id = 0 AND "+
			"attribute_id = (SELECT attribute_id FROM eav_attribute WHERE attribute_code = 'name' AND entity_type_id = 4)", name)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			t.Fatalf("%d rows renamed, %v", n, err)
		}
	}
	push := func(token, store string) (finished bool, changed int, err error) {
		var out struct {
			PushCatalog struct {
				Finished bool
				Changed  int
			}
		}
		err = p.query(t.Context(), token, `mutation($s:String!){pushCatalog(store:$s){store finished changed milliseconds}}`, map[string]any{"s": store}, &out)
		return out.PushCatalog.Finished, out.PushCatalog.Changed, err
	}
	t.Run("a manager has it read at once", func(t *testing.T) {
		rename("Pushed by a manager")
		// The sweep that a start begins with may have found it a moment before: then nothing is left to change.
		if finished, _, err := push(manager, "default"); err != nil || !finished {
			t.Fatalf("finished %v, %v", finished, err)
		}
		if found := p.find(t, "Pushed by a manager"); found != 1 {
			t.Errorf("%d products have the new name after the push", found)
		}
		if finished, changed, err := push(manager, "default"); err != nil || !finished || changed != 0 {
			t.Errorf("again: finished %v, %d changed, %v; want nothing left", finished, changed, err)
		}
	})
	t.Run("an attribute that the shop has made is a field, a filter and a sort key", func(t *testing.T) {
		for _, statement := range []string{
			"INSERT INTO eav_attribute (attribute_id, entity_type_id, attribute_code, backend_type, frontend_input, frontend_label, is_user_defined) VALUES (900, 4, 'brand', 'int', 'select', 'Brand', 1)",
			"INSERT INTO catalog_eav_attribute (attribute_id, is_searchable, is_filterable, used_for_sort_by) VALUES (900, 1, 1, 1)",
			"INSERT INTO eav_attribute_option (option_id, attribute_id, sort_order) VALUES (9001, 900, 0)",
			"INSERT INTO eav_attribute_option_value (option_id, store_id, value) VALUES (9001, 0, 'Bolt')",
			"INSERT INTO catalog_product_entity_int (attribute_id, store_id, entity_id, value) VALUES (900, 0, 13, 9001)",
		} {
			if _, err := tables.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		if finished, _, err := push(manager, "default"); err != nil || !finished {
			t.Fatalf("finished %v, %v", finished, err)
		}
		var out struct {
			Products struct {
				Items []struct {
					Name  string
					Brand int
				}
			}
		}
		if err := p.query(t.Context(), "", `{products(filter:{brand:{eq:"9001"}},sort:{brand:ASC}){items{name brand}}}`, nil, &out); err != nil {
			t.Fatal(err)
		}
		// What it is a part of is found by it too.
		if len(out.Products.Items) == 0 || out.Products.Items[0].Name != "Pushed by a manager" || out.Products.Items[0].Brand != 9001 {
			t.Errorf("found %+v", out.Products.Items)
		}
	})
	t.Run("answers that do not tell of it stay", func(t *testing.T) {
		named := func(id int) (name string) {
			t.Helper()
			var out struct {
				Products struct {
					Items []struct{ Name string }
				}
			}
			query := fmt.Sprintf(`{products(filter:{sku:{eq:%q}}){items{name}}}`, skuOf(t, tables, id))
			if err := p.query(t.Context(), "", query, nil, &out); err != nil || len(out.Products.Items) != 1 {
				t.Fatalf("%+v, %v", out, err)
			}
			return out.Products.Items[0].Name
		}
		kept := func() float64 {
			n, _ := p.metric(t, `tillway_graphql_kept_total{operation="products"}`) // there is none before the first
			return n
		}
		named(13)
		named(14)
		before := kept()
		rename("Pushed among others")
		if finished, changed, err := push(manager, "default"); err != nil || !finished || changed == 0 {
			t.Fatalf("finished %v, %d changed, %v", finished, changed, err)
		}
		if name := named(13); name != "Pushed among others" || kept() != before {
			t.Errorf("it is called %s; %v answers from memory, %v before", name, kept(), before)
		}
		if named(14); kept() == before {
			t.Error("the answer of another product was made anew")
		}
	})
	t.Run("nobody else may, and only store views that there are", func(t *testing.T) {
		for name, tt := range map[string]struct{ token, store, code string }{
			"a cashier": {p.signIn(cashier, "kim"), "default", "FORBIDDEN"}, "nobody": {"", "default", "UNAUTHENTICATED"},
			"of another store view": {manager, "nowhere", "NOT_FOUND"},
		} {
			if _, _, err := push(tt.token, tt.store); err == nil || !strings.HasPrefix(err.Error(), tt.code) {
				t.Errorf("%s: %v, want %s", name, err, tt.code)
			}
		}
	})
	t.Run("so does the command line", func(t *testing.T) {
		rename("Pushed from the shell")
		if out := p.run("sync", "--push"); !strings.Contains(out, "compares default with Magento now") {
			t.Errorf("it says %q", out)
		}
		eventually(t, "the new name is answered", 20*time.Second, func() error {
			if p.find(t, "Pushed from the shell") != 1 {
				return fmt.Errorf("not found: %w", errNotYet)
			}
			return nil
		})
	})
}

func skuOf(t *testing.T, tables *sql.DB, id int) (sku string) {
	t.Helper()
	if err := tables.QueryRowContext(t.Context(), "SELECT sku FROM catalog_product_entity WHERE entity_id = ?", id).Scan(&sku); err != nil {
		t.Fatal(err)
	}
	return sku
}

// signIn puts a person on a device and returns the token that stands for both.
func (p *process) signIn(device, staff string) string {
	p.t.Helper()
	var out struct{ SignIn struct{ Token string } }
	if err := p.query(p.t.Context(), device, `mutation($s:ID!,$p:String!){signIn(staffId:$s,pin:$p){token}}`,
		map[string]any{"s": staff, "p": testPIN}, &out); err != nil {
		p.t.Fatal(err)
	}
	return out.SignIn.Token
}

// find counts the products of a name.
func (p *process) find(t *testing.T, name string) int {
	t.Helper()
	var out struct {
		Products struct {
			Items []struct{ Name string }
		}
	}
	if err := p.query(t.Context(), "", `query($n:String!){products(search:$n,pageSize:50){items{name}}}`, map[string]any{"n": name}, &out); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, i := range out.Products.Items {
		if i.Name == name {
			found++
		}
	}
	return found
}

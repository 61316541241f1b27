package sandbox_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

func TestTheShopRemembersAfterAKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, sandbox.Config{DataDir: dir})
	shipped, open := s.sell(itemBody(tent, 2), mossTee), s.cart(itemBody("CT-105", 1))
	s.must("POST", "order/"+shipped+"/invoice", `{"comment":{"comment":"Paid: cash"}}`, nil)
	s.must("POST", "order/"+shipped+"/ship", shipBody("store_nyc"), nil)
	s.must("POST", "orders/"+shipped+"/comments", `{"statusHistory":{"comment":"Receipt R1-1"}}`, nil)
	for _, err := range []error{s.SetPrice("CT-104", dec("1.23")), s.SetName("CT-106", "Line"), s.DeleteProduct("CT-103"),
		s.SetCategoryName(4, "Canvas")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	// A copy of the files as they are now is what a kill leaves, and a line that was being written when it came.
	killed := copyDir(t, dir)
	f, err := os.OpenFile(filepath.Join(killed, "journal.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`[{"kind":"order","key":"1002","va`); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}

	for round := range 2 {
		again, stop := startUntil(t, sandbox.Config{DataDir: killed})
		if got := again.Orders(); !reflect.DeepEqual(fmt.Sprint(got[:1]), fmt.Sprint(s.Orders())) {
			t.Errorf("round %d: orders %+v, want %+v", round, got, s.Orders())
		}
		equal(t, "store", again.SourceQuantity(tent, "store_nyc"), s.SourceQuantity(tent, "store_nyc").String())
		if len(again.Reservations(tent)) != 2 {
			t.Errorf("reservations %+v", again.Reservations(tent))
		}
		var product struct {
			Price float64
			Name  string
		}
		again.must("GET", "products/CT-104", "", &product)
		if product.Price != 1.23 {
			t.Errorf("price %v", product.Price)
		}
		again.must("GET", "products/CT-106", "", &product)
		if product.Name != "Line" {
			t.Errorf("name %q", product.Name)
		}
		again.must("GET", "categories/4", "", &product)
		if product.Name != "Canvas" {
			t.Errorf("category %q", product.Name)
		}
		again.refused(404, "GET", "products/CT-103", "")
		if round == 0 {
			if id := again.place(open); id != "1002" {
				t.Errorf("order %s of the cart that was open", id)
			}
		} else if n := len(again.Orders()); n != 2 {
			t.Errorf("%d orders after the second start", n)
		}
		stop()
	}
}

func copyDir(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestALongJournalIsCompacted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, stop := startUntil(t, sandbox.Config{DataDir: dir})
	order := s.sell(itemBody(tent, 1))
	for i := range 20_000 {
		if err := s.SetSource(tent, "store_nyc", dec(fmt.Sprint(i+1))); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	info, err := os.Stat(filepath.Join(dir, "journal.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 2<<20 {
		t.Errorf("journal has %d bytes", info.Size())
	}
	again, stop := startUntil(t, sandbox.Config{DataDir: dir})
	defer stop()
	equal(t, "quantity", again.SourceQuantity(tent, "store_nyc"), "20000")
	if again.theOrder(order).IncrementID != "000000001" {
		t.Errorf("orders %+v", again.Orders())
	}
}

func TestABrokenJournalIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "journal.jsonl"), []byte("{\"sandbox\":1}\nnonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := sandbox.New(sandbox.Config{DataDir: dir}); err == nil {
		_ = s.Close()
		t.Error("opened")
	}
}

func TestAJournalOfAnotherVersionIsSetAside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "journal.jsonl")
	if err := os.WriteFile(path, []byte("{\"sandbox\":0}\n[]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, stop := startUntil(t, sandbox.Config{DataDir: dir})
	defer stop()
	s.sell(itemBody(tent, 1))
	if _, err := os.Stat(path + ".old"); err != nil {
		t.Error(err)
	}
}

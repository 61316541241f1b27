// Package customertest is the suite that every cache of customers must pass.
package customertest

import (
	"bytes"
	"strconv"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/customer"
	"github.com/tillway/tillway/gateway/pos"
)

// patience is how long something is waited for that must come.
const patience = 10 * time.Second

// Opened is a cache under test. Raw returns everything that it holds, keys and values, as somebody sees it who can read the
// server; nil for a cache that nobody can look into.
type Opened struct {
	Cache customer.Cache
	Raw   func(t *testing.T) []byte
}

// Cache checks a cache. open returns an empty one.
func Cache(t *testing.T, open func(t *testing.T) Opened) {
	t.Helper()
	t.Run("keeps records under their names, the last one put", func(t *testing.T) {
		t.Parallel()
		c := open(t).Cache
		put(t, c, map[string][]byte{"1": []byte("one"), "2": {0, 0xff}}, time.Hour)
		put(t, c, map[string][]byte{"1": []byte("uno")}, time.Hour)
		got := records(t, c, "1", "2", "3")
		if len(got) != 2 || string(got["1"]) != "uno" || !bytes.Equal(got["2"], []byte{0, 0xff}) {
			t.Errorf("got %q", got)
		}
		if got := records(t, c); len(got) != 0 {
			t.Errorf("nothing was asked for and %q came", got)
		}
	})
	t.Run("does not let a caller change what is kept", func(t *testing.T) {
		t.Parallel()
		c := open(t).Cache
		body := []byte("one")
		put(t, c, map[string][]byte{"1": body}, time.Hour)
		body[0] = 'X'
		records(t, c, "1")["1"][1] = 'X'
		if got := records(t, c, "1"); string(got["1"]) != "one" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a record goes when its time is over", func(t *testing.T) {
		t.Parallel()
		c := open(t).Cache
		put(t, c, map[string][]byte{"1": []byte("one")}, 20*time.Millisecond)
		put(t, c, map[string][]byte{"2": []byte("two")}, time.Hour)
		until(t, func() bool { return len(records(t, c, "1")) == 0 })
		if len(records(t, c, "2")) != 1 {
			t.Error("the other record went too")
		}
	})
	t.Run("a search that was not kept is not found", func(t *testing.T) {
		t.Parallel()
		if _, err := open(t).Cache.CustomerSearch(t.Context(), "a"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("error %v", err)
		}
	})
	t.Run("searches are kept, and go with the first of them", func(t *testing.T) {
		t.Parallel()
		c := open(t).Cache
		putSearch(t, c, "a", "1", 50*time.Millisecond)
		putSearch(t, c, "b", "2", time.Hour)
		until(t, func() bool {
			_, err := c.CustomerSearch(t.Context(), "b")
			return pos.KindOf(err) == pos.KindNotFound
		})
		putSearch(t, c, "b", "3", time.Hour)
		if got, err := c.CustomerSearch(t.Context(), "b"); err != nil || string(got) != "3" {
			t.Errorf("after that, %q and %v", got, err)
		}
	})
	t.Run("keeps the newest of more searches than there is room for", func(t *testing.T) {
		t.Parallel()
		c := open(t).Cache
		held := 0
		const many = 1500
		for i := range many {
			putSearch(t, c, strconv.Itoa(i), "1", time.Hour)
		}
		for i := range many {
			if _, err := c.CustomerSearch(t.Context(), strconv.Itoa(i)); err == nil {
				held++
			}
		}
		if _, err := c.CustomerSearch(t.Context(), strconv.Itoa(many-1)); err != nil || held >= many {
			t.Errorf("%d of %d are held, the newest: %v", held, many, err)
		}
	})
	t.Run("dropping a customer takes the record and all searches", func(t *testing.T) {
		t.Parallel()
		o := open(t)
		put(t, o.Cache, map[string][]byte{"1": []byte("one"), "2": []byte("two")}, time.Hour)
		putSearch(t, o.Cache, "a", "1,2", time.Hour)
		for range 2 { // what is gone may be dropped again
			if err := o.Cache.DropCustomers(t.Context(), []string{"1"}, time.Hour); err != nil {
				t.Fatal(err)
			}
		}
		if got := records(t, o.Cache, "1", "2"); len(got) != 1 || string(got["2"]) != "two" {
			t.Errorf("left are %q", got)
		}
		if _, err := o.Cache.CustomerSearch(t.Context(), "a"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("the search is still there: %v", err)
		}
		if o.Raw != nil && bytes.Contains(o.Raw(t), []byte("one")) {
			t.Error("bytes of the record are left")
		}
	})
	t.Run("nothing is kept under a name that is shut", func(t *testing.T) {
		t.Parallel()
		c := open(t).Cache
		for name, shut := range map[string]time.Duration{"1": time.Hour, "2": 20 * time.Millisecond} {
			if err := c.DropCustomers(t.Context(), []string{name}, shut); err != nil {
				t.Fatal(err)
			}
		}
		until(t, func() bool {
			put(t, c, map[string][]byte{"1": []byte("one"), "2": []byte("two")}, time.Hour)
			return len(records(t, c, "2")) == 1
		})
		if got := records(t, c, "1"); len(got) != 0 {
			t.Errorf("got %q", got)
		}
	})
}

func put(t *testing.T, c customer.Cache, sealed map[string][]byte, keep time.Duration) {
	t.Helper()
	if err := c.PutCustomers(t.Context(), sealed, keep); err != nil {
		t.Fatal(err)
	}
}

func putSearch(t *testing.T, c customer.Cache, name, body string, keep time.Duration) {
	t.Helper()
	if err := c.PutCustomerSearch(t.Context(), name, []byte(body), keep); err != nil {
		t.Fatal(err)
	}
}

func records(t *testing.T, c customer.Cache, names ...string) map[string][]byte {
	t.Helper()
	got, err := c.Customers(t.Context(), names)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// until looks again and again whether something has come about.
func until(t *testing.T, done func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for !done() {
		select {
		case <-look.C:
		case <-deadline.C:
			t.Fatal("it did not come about")
		}
	}
}

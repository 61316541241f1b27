package memory_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/customer/customertest"
)

func openCustomers(*testing.T) customertest.Opened {
	return customertest.Opened{Cache: memory.NewCustomers(time.Now)}
}

func TestCustomers(t *testing.T) {
	t.Parallel()
	customertest.Cache(t, openCustomers)
	customertest.Sealed(t, openCustomers)
}

func TestCustomersDoNotFillTheMemory(t *testing.T) {
	t.Parallel()
	c := memory.NewCustomers(time.Now)
	const many = 25_000
	names := make([]string, many)
	for i := range many {
		names[i] = strconv.Itoa(i)
		if err := c.PutCustomers(t.Context(), map[string][]byte{names[i]: {1}}, time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	held, err := c.Customers(t.Context(), names)
	if err != nil || len(held) > 10_000 || len(held) < 5000 {
		t.Errorf("%d of %d are held, %v", len(held), many, err)
	}
}

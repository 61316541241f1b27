package redis_test

import (
	"strings"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/customer/customertest"
)

func TestCustomers(t *testing.T) {
	t.Parallel()
	openCustomers := func(t *testing.T) customertest.Opened {
		t.Helper()
		url, prefix := testserver.Redis(t)
		return customertest.Opened{Cache: open(t, url, prefix), Raw: func(t *testing.T) []byte {
			t.Helper()
			return everything(t, url, prefix)
		}}
	}
	customertest.Cache(t, openCustomers)
	customertest.Sealed(t, openCustomers)
}

// everything returns all keys below a prefix with what is behind them.
func everything(t *testing.T, url, prefix string) []byte {
	t.Helper()
	options, err := goredis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := goredis.NewClient(options)
	defer func() { _ = client.Close() }()
	var all strings.Builder
	keys := client.Scan(t.Context(), 0, prefix+"*", 1000).Iterator()
	for keys.Next(t.Context()) {
		all.WriteString(keys.Val())
		if text, err := client.Get(t.Context(), keys.Val()).Result(); err == nil {
			all.WriteString(text)
			continue
		}
		fields, err := client.HGetAll(t.Context(), keys.Val()).Result()
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range fields {
			all.WriteString(name + value)
		}
	}
	if err := keys.Err(); err != nil {
		t.Fatal(err)
	}
	return []byte(all.String())
}

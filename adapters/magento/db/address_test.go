package db_test

import (
	"errors"
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

func TestOpenTakesTheAddressAsDocumented(t *testing.T) {
	t.Parallel()
	t.Run("a URL leads to the server that it names", func(t *testing.T) {
		t.Parallel()
		const address = "127.0.0.1:1" // no system gives that port to a server that asks for any
		_, err := db.Open(t.Context(), db.Config{DSN: (&url.URL{Scheme: "mysql", User: url.UserPassword("pos", "p@ss:word"), Host: address, Path: "/magento"}).String()})
		var refused *net.OpError
		if pos.KindOf(err) != pos.KindUnavailable || !errors.As(err, &refused) || refused.Addr.String() != address {
			t.Errorf("Open() = %v, want that %s does not answer", err, address)
		}
	})
	for _, bad := range []string{"mysql://host", "mysql://:3306/magento", "pos:open-sesame@127.0.0.1:3306/magento"} {
		_, err := db.Open(t.Context(), db.Config{DSN: bad})
		if pos.KindOf(err) != pos.KindInvalid || strings.Contains(err.Error(), "open-sesame") {
			t.Errorf("Open(%q) = %v, want invalid without the password", bad, err)
		}
	}
}

package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/customer"
	"github.com/tillway/tillway/gateway/pos"
)

func (w *wiring) joinCustomers(ctx context.Context) error {
	vault, err := customerVault(w.cfg)
	if err != nil {
		return err
	}
	if vault == nil {
		w.log.InfoContext(ctx, "TILLWAY_CUSTOMER_KEY is not set: customers are not kept in Redis, every look-up goes to Magento")
	}
	kept, shared := w.cache.(customer.Cache)
	if !shared {
		kept = memory.NewCustomers(time.Now)
	}
	overREST := rest.NewCustomers(w.shop)
	source, overSQL := w.source.(customer.Source)
	if !overSQL {
		source = overREST
	}
	w.customers = customer.New(customer.Config{
		Source: source, Shop: overREST, Stores: w.g.catalog, Locations: w.directory, Limiter: w.cache, Cache: kept, Vault: vault, Log: w.log,
	})
	return nil
}

// customerVault returns what seals customers: with the configured keys, or, when nothing leaves this process, with a key that
// ends with it. Without either it is nil, and nothing is kept.
func customerVault(cfg Config) (*customer.Vault, error) {
	switch {
	case cfg.CustomerKey != "":
		keys, err := customer.ParseKeys(string(cfg.CustomerKey))
		if err != nil {
			return nil, fmt.Errorf("TILLWAY_CUSTOMER_KEY: %w", err)
		}
		return customer.NewVault(keys...)
	case cfg.RedisURL == "":
		key := make([]byte, 32)
		_, _ = rand.Read(key) // never fails (crypto/rand)
		return customer.NewVault(key)
	default:
		return nil, nil //nolint:nilnil // no vault is a setting, not a failure
	}
}

// ForgetCustomer deletes a customer, named by Magento's id, from the shared cache and says what is left elsewhere. It needs
// Redis, not a running gateway. Errors: invalid; unavailable, then nothing may have been deleted.
func ForgetCustomer(ctx context.Context, cfg Config, id string, out io.Writer) error {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 1 {
		return pos.Invalid("%.40q is no customer: give Magento's id of them, a number", id)
	}
	if cfg.RedisURL == "" {
		return pos.Invalid("TILLWAY_REDIS_URL is not set: customers are then kept in the running gateway alone, for a day at most; restart it to have it forget them")
	}
	w := &wiring{cfg: cfg, g: &Gateway{}}
	defer func() { _ = w.g.Close() }() // what was deleted is deleted
	if err := w.openCache(ctx); err != nil {
		return err
	}
	kept, ok := w.cache.(customer.Cache)
	if !ok {
		return pos.Invalid("the shared cache keeps no customers")
	}
	if err := customer.New(customer.Config{Cache: kept}).Forget(ctx, n); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Customer %d is in no cache of Tillway any more.\n"+
		"What is left: Magento's own record, from which Tillway reads the customer again when somebody looks them up, so delete it\n"+
		"there first; and in the ledger the e-mail address on orders that were sold with one, which the order is placed with.\n", n)
	return err
}

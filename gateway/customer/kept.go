package customer

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// kept is the cache as the service sees it: it seals and opens, and answers "not kept" to every failure.
type kept struct {
	cache  Cache
	vault  *Vault
	keep   time.Duration
	search time.Duration
	log    *slog.Logger
}

func recordName(id int64) string { return strconv.FormatInt(id, 10) }

// The contexts that sealed bytes are bound to, beside their names.
const (
	recordContext = "customer/"
	searchContext = "customer-search/"
)

func (k *kept) off() bool { return k.cache == nil || k.vault == nil }

// put keeps customers. Losing them costs a call to Magento.
func (k *kept) put(ctx context.Context, customers ...pos.Customer) {
	if k.off() || len(customers) == 0 {
		return
	}
	sealed := make(map[string][]byte, len(customers))
	for _, c := range customers {
		plain, err := json.Marshal(c)
		if err != nil {
			k.lost(ctx, err)
			return
		}
		name := recordName(c.ID)
		sealed[name] = k.vault.Seal(recordContext+name, plain)
	}
	if err := k.cache.PutCustomers(ctx, sealed, k.keep); err != nil {
		k.lost(ctx, err)
	}
}

// all returns the customers with these ids, in this order, false unless every one is kept.
func (k *kept) all(ctx context.Context, ids []int64) ([]pos.Customer, bool) {
	if k.off() {
		return nil, false
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = recordName(id)
	}
	sealed, err := k.cache.Customers(ctx, names)
	if err != nil {
		k.lost(ctx, err)
		return nil, false
	}
	customers := make([]pos.Customer, len(ids))
	for i, name := range names {
		plain, err := k.vault.Open(recordContext+name, sealed[name])
		if err != nil || json.Unmarshal(plain, &customers[i]) != nil || customers[i].ID != ids[i] {
			return nil, false // gone, or of a key or a version that is no longer known: the next reading replaces it
		}
	}
	return customers, true
}

// queryName hides what was searched for. The version moves when a query comes to mean something else.
func (k *kept) queryName(q pos.CustomerQuery) (string, error) {
	text, err := json.Marshal(struct {
		Version int
		Query   pos.CustomerQuery
	}{1, q})
	return k.vault.Name(text), err
}

// found returns what a search found a moment ago, false when that is not kept.
func (k *kept) found(ctx context.Context, q pos.CustomerQuery) ([]pos.Customer, bool) {
	if k.off() {
		return nil, false
	}
	name, err := k.queryName(q)
	if err != nil {
		return nil, false
	}
	sealed, err := k.cache.CustomerSearch(ctx, name)
	if err != nil {
		if pos.KindOf(err) != pos.KindNotFound {
			k.lost(ctx, err)
		}
		return nil, false
	}
	var ids []int64
	plain, err := k.vault.Open(searchContext+name, sealed)
	if err != nil || json.Unmarshal(plain, &ids) != nil {
		return nil, false
	}
	if len(ids) == 0 {
		return []pos.Customer{}, true
	}
	return k.all(ctx, ids)
}

// putFound keeps a search's result: the customers, and apart from them which were found.
func (k *kept) putFound(ctx context.Context, q pos.CustomerQuery, customers []pos.Customer) {
	if k.off() {
		return
	}
	k.put(ctx, customers...)
	ids := make([]int64, len(customers))
	for i, c := range customers {
		ids[i] = c.ID
	}
	name, err := k.queryName(q)
	if err != nil {
		return
	}
	plain, err := json.Marshal(ids)
	if err != nil {
		return
	}
	if err := k.cache.PutCustomerSearch(ctx, name, k.vault.Seal(searchContext+name, plain), k.search); err != nil {
		k.lost(ctx, err)
	}
}

// lost logs that the cache failed. Errors of the cache know names of entries at most, never what is in them.
func (k *kept) lost(ctx context.Context, err error) {
	k.log.WarnContext(ctx, "the customer cache failed, so Magento is asked", slog.Any("error", err))
}

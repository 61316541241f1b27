package graph

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	categoriesEvery = time.Minute      // at most that often attributes of categories are read
	categoriesWait  = 10 * time.Second // at most
)

// categoryAttributes knows the attributes of categories, which documents do not hold: they are read from Magento's database now
// and then, beside the operations, which do not wait for it.
type categoryAttributes struct {
	read  EntityAttributes // nil where the database is not open to us
	store func(ctx context.Context) (pos.Store, error)
	log   *slog.Logger
	last  atomic.Pointer[[]pos.EntityAttribute]
	next  atomic.Int64 // when to read again, in nanoseconds since 1970
}

func newCategoryAttributes(cfg Config) *categoryAttributes {
	c := &categoryAttributes{
		read: cfg.EntityAttributes, log: cfg.Log,
		store: func(ctx context.Context) (pos.Store, error) { return cfg.Catalog.Store(ctx, cfg.DefaultStore) },
	}
	if c.read == nil {
		c.last.Store(&[]pos.EntityAttribute{})
	}
	return c
}

// known returns what is known now, nil when it is nothing yet. It is the same pointer as long as it is the same.
func (c *categoryAttributes) known(ctx context.Context, now time.Time) *[]pos.EntityAttribute {
	due := c.next.Load()
	if c.read != nil && now.UnixNano() >= due && c.next.CompareAndSwap(due, now.Add(categoriesEvery).UnixNano()) {
		go c.refresh(context.WithoutCancel(ctx))
	}
	return c.last.Load()
}

func (c *categoryAttributes) refresh(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, categoriesWait)
	defer cancel()
	store, err := c.store(ctx)
	if err != nil {
		c.next.Store(0) // the catalog is not there yet: the next operation looks again
		return
	}
	found, err := c.read.EntityAttributes(ctx, store, categoryEntity)
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "attributes of categories cannot be read: those of the shop's own stay as they were", slog.Any("error", err))
		return
	}
	same := func(a, b pos.EntityAttribute) bool { return a.Code == b.Code && a.Backend == b.Backend }
	if last := c.last.Load(); last == nil || !slices.EqualFunc(*last, found, same) {
		c.last.Store(&found)
	}
}

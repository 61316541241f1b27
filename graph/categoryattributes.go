package graph

import (
	"context"
	"errors"
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

// categoryAttributes knows the attributes of categories, which documents do not hold: they are read from Magento now
// and then, by Run beside the operations, which do not wait for it.
type categoryAttributes struct {
	read  EntityAttributes // nil where nobody tells them
	store func(ctx context.Context) (pos.Store, error)
	log   *slog.Logger
	last  atomic.Pointer[[]pos.EntityAttribute]
	next  atomic.Int64  // when to read again, in nanoseconds since 1970
	due   chan struct{} // tells Run that it is time
	// wanted says that they are worth asking for. Over REST they are once an operation asks for a field that may be one of them: a
	// gateway that has its catalog asks Magento nothing to answer others.
	wanted atomic.Bool
}

func newCategoryAttributes(cfg Config) *categoryAttributes {
	c := &categoryAttributes{
		read: cfg.CategoryAttributes, log: cfg.Log, due: make(chan struct{}, 1),
		store: func(ctx context.Context) (pos.Store, error) { return cfg.Catalog.Store(ctx, cfg.DefaultStore) },
	}
	c.wanted.Store(cfg.EntityAttributes != nil)
	if c.read == nil {
		c.last.Store(&[]pos.EntityAttribute{})
	}
	return c
}

// Run reads them whenever an operation found that it is time, until ctx ends; then it returns nil.
func (c *categoryAttributes) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-c.due:
			c.refresh(ctx)
		}
	}
}

// want has them read soon.
func (c *categoryAttributes) want() {
	if !c.wanted.Swap(true) {
		c.wake()
	}
}

func (c *categoryAttributes) wake() {
	select {
	case c.due <- struct{}{}:
	default: // it was told and has not looked yet
	}
}

// known returns what is known now, nil when it is nothing yet. It is the same pointer as long as it is the same.
func (c *categoryAttributes) known(now time.Time) *[]pos.EntityAttribute {
	due := c.next.Load()
	if c.read != nil && c.wanted.Load() && now.UnixNano() >= due && c.next.CompareAndSwap(due, now.Add(categoriesEvery).UnixNano()) {
		c.wake()
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
	if errors.Is(ctx.Err(), context.Canceled) {
		return // the gateway stops
	}
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "attributes of categories cannot be read: those of the shop's own stay as they were", slog.Any("error", err))
		if pos.KindOf(err) != pos.KindUnavailable && c.last.Load() == nil {
			c.last.Store(&[]pos.EntityAttribute{}) // waiting does not help: nobody is to wait for them
		}
		return
	}
	same := func(a, b pos.EntityAttribute) bool { return a.Code == b.Code && a.Backend == b.Backend }
	if last := c.last.Load(); last == nil || !slices.EqualFunc(*last, found, same) {
		c.last.Store(&found)
	}
}

package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	topicOrders  = "orders"
	topicCatalog = "catalog"
	// subscriberBacklog is how many messages a subscriber may be behind before it is dropped.
	subscriberBacklog  = 64
	defaultSubscribers = 10_000
)

// HubConfig is what a Hub needs. Fanout is required.
type HubConfig struct {
	Fanout Fanout
	// MaxSubscribers bounds the live subscriptions of this replica; 10,000 if zero.
	MaxSubscribers int
	// Observe, if any, is told +1 and -1 as subscriptions come and go.
	Observe func(delta int)
	Logger  *slog.Logger
}

// Hub tells this replica's subscribers what any replica announces. A message may be lost between replicas; a subscriber
// that does not keep up is dropped, its channel closed, and has to look for itself what it missed. Safe for concurrent use.
type Hub struct {
	cfg HubConfig

	mu      sync.Mutex
	live    int
	orders  map[string]map[*subscriber[string]]struct{}     // by location
	catalog map[string]map[*subscriber[pos.Cursor]]struct{} // by store
}

// subscriber is one subscription. Its channel is sent to and closed under the hub's lock only.
type subscriber[T any] struct {
	messages chan T
	closed   bool
}

// NewHub returns a hub; Run makes it hear other replicas.
func NewHub(cfg HubConfig) *Hub {
	if cfg.MaxSubscribers <= 0 {
		cfg.MaxSubscribers = defaultSubscribers
	}
	if cfg.Observe == nil {
		cfg.Observe = func(int) {}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &Hub{cfg: cfg, orders: map[string]map[*subscriber[string]]struct{}{}, catalog: map[string]map[*subscriber[pos.Cursor]]struct{}{}}
}

type orderMessage struct {
	Location string `json:"location"`
	Order    string `json:"order"`
}

type catalogMessage struct {
	Store string `json:"store"`
	Head  string `json:"head"`
}

// Run listens to the other replicas until ctx ends; then it returns nil. Errors: those of the fan-out.
func (h *Hub) Run(ctx context.Context) error {
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() error { return h.cfg.Fanout.Listen(gctx, topicOrders, func(m []byte) { h.hearOrder(gctx, m) }) })
	group.Go(func() error {
		return h.cfg.Fanout.Listen(gctx, topicCatalog, func(m []byte) { h.hearCatalog(gctx, m) })
	})
	if err := group.Wait(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("listen to the other replicas: %w", err)
	}
	return nil
}

func (h *Hub) hearOrder(ctx context.Context, message []byte) {
	var m orderMessage
	if err := json.Unmarshal(message, &m); err != nil {
		h.cfg.Logger.WarnContext(ctx, "announcement cannot be read", slog.String("topic", topicOrders), slog.Any("error", err))
		return
	}
	send(h, h.orders, m.Location, m.Order)
}

func (h *Hub) hearCatalog(ctx context.Context, message []byte) {
	var m catalogMessage
	err := json.Unmarshal(message, &m)
	var head pos.Cursor
	if err == nil {
		head, err = pos.ParseCursor(m.Head)
	}
	if err != nil {
		h.cfg.Logger.WarnContext(ctx, "announcement cannot be read", slog.String("topic", topicCatalog), slog.Any("error", err))
		return
	}
	send(h, h.catalog, m.Store, head)
}

// OrderChanged tells every replica's subscribers of a location that an order's state moved. Errors: unavailable.
func (h *Hub) OrderChanged(ctx context.Context, locationID, orderID string) error {
	return h.broadcast(ctx, topicOrders, orderMessage{locationID, orderID})
}

// AnnounceCatalog tells every replica's subscribers of a store view that its log has grown. Errors: unavailable.
func (h *Hub) AnnounceCatalog(ctx context.Context, store string, head pos.Cursor) error {
	return h.broadcast(ctx, topicCatalog, catalogMessage{store, head.String()})
}

func (h *Hub) broadcast(ctx context.Context, topic string, message any) error {
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("encode for %s: %w", topic, err)
	}
	if err := h.cfg.Fanout.Broadcast(ctx, topic, body); err != nil {
		return fmt.Errorf("announce to %s: %w", topic, err)
	}
	return nil
}

// SubscribeOrders returns the ids of a location's orders as their states move, until ctx ends or the reader falls behind;
// then the channel is closed. Errors: unavailable with CodeRateLimited, when there are too many subscriptions.
func (h *Hub) SubscribeOrders(ctx context.Context, locationID string) (<-chan string, error) {
	return subscribe(ctx, h, h.orders, locationID)
}

// SubscribeCatalog returns the cursor of a store view's newest change each time its log grows; otherwise as SubscribeOrders.
func (h *Hub) SubscribeCatalog(ctx context.Context, store string) (<-chan pos.Cursor, error) {
	return subscribe(ctx, h, h.catalog, store)
}

func subscribe[T any](ctx context.Context, h *Hub, topic map[string]map[*subscriber[T]]struct{}, key string) (<-chan T, error) {
	s := &subscriber[T]{messages: make(chan T, subscriberBacklog)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.live >= h.cfg.MaxSubscribers {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeRateLimited, "Too many live connections here; try again in a moment")
	}
	if topic[key] == nil {
		topic[key] = map[*subscriber[T]]struct{}{}
	}
	topic[key][s] = struct{}{}
	h.live++
	h.cfg.Observe(1)
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		drop(h, topic, key, s)
	})
	return s.messages, nil
}

// send hands a message to the key's subscribers and drops those that are full.
func send[T any](h *Hub, topic map[string]map[*subscriber[T]]struct{}, key string, message T) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range topic[key] {
		select {
		case s.messages <- message:
		default:
			drop(h, topic, key, s)
		}
	}
}

// drop ends a subscription, once. h.mu is held.
func drop[T any](h *Hub, topic map[string]map[*subscriber[T]]struct{}, key string, s *subscriber[T]) {
	if s.closed {
		return
	}
	s.closed = true
	close(s.messages)
	delete(topic[key], s)
	if len(topic[key]) == 0 {
		delete(topic, key)
	}
	h.live--
	h.cfg.Observe(-1)
}

package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	subprotocol   = "graphql-transport-ws"
	initTimeout   = 10 * time.Second
	pingInterval  = 20 * time.Second // who does not answer for twice as long is dropped
	maxOperations = 20               // at once, on one connection
)

// Close codes. Clients of graphql-transport-ws give up on 4401 and come back after 1013.
const (
	closeUnauthorized = 4401
	closeTryLater     = 1013
)

// socket is the transport of subscriptions: graphql-transport-ws, opened by a device whose token is in the parameters of
// connection_init as {"authorization": "Bearer …"}.
type socket struct{ transport.Websocket }

func newSocket(cfg Config) graphql.Transport {
	return &socket{transport.Websocket{
		Implementation:   transport.CoderWebsocketImplementation{AcceptOptions: websocket.AcceptOptions{OriginPatterns: cfg.Origins}},
		InitFunc:         admit(cfg.Registers),
		InitTimeout:      initTimeout,
		PingPongInterval: pingInterval,
		PayloadReadLimit: &cfg.Limits.BodyBytes,
	}}
}

// Supports takes the one subprotocol only; gqlgen would speak an older one too.
func (s *socket) Supports(r *http.Request) bool {
	return s.Websocket.Supports(r) && strings.Contains(strings.Join(r.Header.Values("Sec-WebSocket-Protocol"), ","), subprotocol)
}

// connection counts the operations that run on one WebSocket.
type connection struct{ running atomic.Int32 }

// begin takes a place until ctx, which is the operation's, ends; false when all are taken.
func (c *connection) begin(ctx context.Context) bool {
	if c.running.Add(1) > maxOperations {
		c.running.Add(-1)
		return false
	}
	context.AfterFunc(ctx, func() { c.running.Add(-1) })
	return true
}

func admit(registers Registers) transport.WebsocketInitFunc {
	return func(ctx context.Context, payload transport.InitPayload) (context.Context, *transport.InitPayload, error) {
		req := *requestFrom(ctx)
		req.socket = &connection{}
		if token := bearer(payload.Authorization()); token != "" {
			req.token = token
		}
		if _, err := registers.Authenticate(ctx, req.token); err != nil {
			code := closeUnauthorized
			if pos.KindOf(err) != pos.KindUnauthorized {
				code = closeTryLater
			}
			return transport.WithWebsocketCloseCode(ctx, code), nil, errors.New(pos.MessageOf(err))
		}
		return withRequest(ctx, &req), nil, nil
	}
}

package graph_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// socket is a client of graphql-transport-ws.
type socket struct{ *websocket.Conn }

type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

func (w *world) dial(t *testing.T, protocol, origin string) (*socket, error) {
	t.Helper()
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	c, response, err := websocket.Dial(t.Context(), strings.Replace(w.URL, "http", "ws", 1)+"/graphql",
		&websocket.DialOptions{Subprotocols: []string{protocol}, HTTPHeader: header})
	if response != nil && response.Body != nil {
		_ = response.Body.Close()
	}
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = c.CloseNow() })
	return &socket{c}, nil
}

// open connects and initialises with a device's token.
func (w *world) open(t *testing.T, token string) *socket {
	t.Helper()
	s, err := w.dial(t, "graphql-transport-ws", "")
	if err != nil {
		t.Fatal(err)
	}
	s.send(t, message{Type: "connection_init", Payload: json.RawMessage(`{"authorization":"Bearer ` + token + `"}`)})
	if m := s.next(t); m.Type != "connection_ack" {
		t.Fatalf("got %+v", m)
	}
	return s
}

func (s *socket) send(t *testing.T, m message) {
	t.Helper()
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(t.Context(), websocket.MessageText, b); err != nil {
		t.Fatal(err)
	}
}

func (s *socket) subscribe(t *testing.T, id, query string) {
	t.Helper()
	payload, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	s.send(t, message{ID: id, Type: "subscribe", Payload: payload})
}

// next returns the next message that is no ping.
func (s *socket) next(t *testing.T) message {
	t.Helper()
	for {
		m, err := s.receive(t)
		if err != nil {
			t.Fatal(err)
		}
		if m.Type != "ping" && m.Type != "pong" {
			return m
		}
	}
}

func (s *socket) receive(t *testing.T) (message, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var m message
	_, b, err := s.Read(ctx)
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	return m, err
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	t.Run("an order's states arrive while they happen, and unknown ids are passed over", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.orders.held["o1"] = pos.Order{OrderInput: pos.OrderInput{ID: "o1", RegisterID: "NYC1", Counter: 7}, State: pos.StatePlacing}
		s := w.open(t, "device")
		s.subscribe(t, "1", `subscription{orderChanged{id state receiptNumber}}`)
		if got := <-w.feed.asked; got != "nyc" {
			t.Errorf("subscribed to %q, not to the device's location", got)
		}
		w.feed.orders <- "gone"
		w.feed.orders <- "o1"
		if m := s.next(t); m.ID != "1" || m.Type != "next" || string(m.Payload) != `{"data":{"orderChanged":{"id":"o1","state":"PLACING","receiptNumber":"NYC1-7"}}}` {
			t.Errorf("got %+v %s", m, m.Payload)
		}
		s.send(t, message{ID: "1", Type: "complete"})
	})
	t.Run("the catalog's cursor arrives when it grows", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		s := w.open(t, "device")
		s.subscribe(t, "1", `subscription{catalogChanged(store:"default")}`)
		w.feed.cursors <- pos.Cursor{Epoch: "e1", Seq: 12}
		if m := s.next(t); string(m.Payload) != `{"data":{"catalogChanged":"e1.12"}}` {
			t.Errorf("got %+v %s", m, m.Payload)
		}
	})
	t.Run("a subscriber that fell behind is told to look again", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		s := w.open(t, "device")
		s.subscribe(t, "1", `subscription{orderChanged{id}}`)
		<-w.feed.asked
		close(w.feed.orders)
		if m := s.next(t); m.Type != "error" || !strings.Contains(string(m.Payload), "RESYNC_FIRST") {
			t.Errorf("got %+v %s", m, m.Payload)
		}
	})
	t.Run("a device that is revoked hears no more", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.orders.held["o1"] = pos.Order{OrderInput: pos.OrderInput{ID: "o1"}, State: pos.StatePlaced}
		s := w.open(t, "device")
		s.subscribe(t, "1", `subscription{orderChanged{id}}`)
		<-w.feed.asked
		w.registers.revoke()
		w.feed.orders <- "o1"
		if m := s.next(t); m.Type != "error" || !strings.Contains(string(m.Payload), "UNAUTHENTICATED") {
			t.Errorf("got %+v %s", m, m.Payload)
		}
		s.subscribe(t, "2", `{workplace{lastCounter}}`)
		if m := s.next(t); m.ID != "2" && m.ID != "1" || strings.Contains(string(m.Payload), "41") {
			t.Errorf("got %+v %s", m, m.Payload)
		}
	})
	t.Run("queries run too, and bad ones say what is wrong", func(t *testing.T) {
		t.Parallel()
		s := setup(t).open(t, "device")
		s.subscribe(t, "1", `{workplace{lastCounter}}`)
		if m := s.next(t); string(m.Payload) != `{"data":{"workplace":{"lastCounter":41}}}` {
			t.Errorf("got %+v %s", m, m.Payload)
		}
		s.next(t) // complete
		s.subscribe(t, "2", `{nonsense}`)
		if m := s.next(t); m.Type != "error" || !strings.Contains(string(m.Payload), "BAD_INPUT") {
			t.Errorf("got %+v %s", m, m.Payload)
		}
		s.next(t) // complete
		s.subscribe(t, "3", `{categories{items{`+strings.Repeat("children{", 25)+"id"+strings.Repeat("}", 25)+`}}}`)
		if m := s.next(t); !strings.Contains(string(m.Payload), "TOO_COMPLEX") {
			t.Errorf("got %+v %s", m, m.Payload)
		}
	})
	t.Run("one connection runs a bounded number of operations", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		s := w.open(t, "device")
		for i := range 20 {
			s.subscribe(t, "s"+string(rune('a'+i)), `subscription{catalogChanged(store:"default")}`)
			<-w.feed.asked
		}
		s.subscribe(t, "last", `subscription{catalogChanged(store:"default")}`)
		if m := s.next(t); m.ID != "last" || !strings.Contains(string(m.Payload), "TOO_COMPLEX") {
			t.Errorf("got %+v %s", m, m.Payload)
		}
	})
}

func TestWhoMayOpenASocket(t *testing.T) {
	t.Parallel()
	t.Run("not without a good token, and without hearing why", func(t *testing.T) {
		t.Parallel()
		for _, payload := range []string{`{}`, `{"authorization":"Bearer forged"}`, `{"authorization":"device"}`, `{"authorization":7}`} {
			s, err := setup(t).dial(t, "graphql-transport-ws", "")
			if err != nil {
				t.Fatal(err)
			}
			s.send(t, message{Type: "connection_init", Payload: json.RawMessage(payload)})
			for err == nil {
				var m message
				if m, err = s.receive(t); strings.Contains(string(m.Payload), "EOF") || m.Type == "connection_ack" {
					t.Errorf("%s: got %+v %s", payload, m, m.Payload)
				}
			}
			if code := websocket.CloseStatus(err); code != 4401 {
				t.Errorf("%s: closed with %v", payload, err)
			}
		}
	})
	t.Run("not from a foreign page, unless it is named", func(t *testing.T) {
		t.Parallel()
		w := setup(t, func(c *graph.Config) { c.Origins = []string{"till.example.com"} })
		if _, err := w.dial(t, "graphql-transport-ws", "https://evil.example.com"); err == nil {
			t.Error("a foreign page opened a socket")
		}
		for _, origin := range []string{"https://till.example.com", w.URL} {
			if _, err := w.dial(t, "graphql-transport-ws", origin); err != nil {
				t.Errorf("%s: %v", origin, err)
			}
		}
	})
	t.Run("not with the older protocol", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		for _, protocol := range []string{"graphql-ws", "chat"} {
			if _, err := w.dial(t, protocol, ""); err == nil {
				t.Errorf("%s was accepted", protocol)
			}
		}
	})
}

package memory

import (
	"context"
	"slices"
)

// listenerBacklog bounds what a listener may be behind.
const listenerBacklog = 1024

type listener struct{ messages chan []byte }

// Broadcast hands a message to everyone who listens to the topic now. A listener that is too far behind loses it.
func (m *Memory) Broadcast(_ context.Context, topic string, message []byte) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for l := range m.listeners[topic] {
		select {
		case l.messages <- slices.Clone(message):
		default:
		}
	}
	return nil
}

// Listen calls handle for each message of the topic until ctx ends; then it returns nil.
func (m *Memory) Listen(ctx context.Context, topic string, handle func(message []byte)) error {
	l := &listener{messages: make(chan []byte, listenerBacklog)}
	m.mu.Lock()
	if m.listeners[topic] == nil {
		m.listeners[topic] = map[*listener]struct{}{}
	}
	m.listeners[topic][l] = struct{}{}
	m.mu.Unlock()
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.listeners[topic], l)
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case message := <-l.messages:
			handle(message)
		}
	}
}

package memory

import (
	"context"
	"crypto/rand"
	"time"
)

type lock struct {
	holder string
	ends   time.Time
}

// TryLock takes the lock of a name for at most ttl; false when somebody has it. Release gives it back, unless it has run out
// and somebody else has it by then.
func (m *Memory) TryLock(_ context.Context, name string, ttl time.Duration) (release func(), ok bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if held, ok := m.locks[name]; ok && m.now().Before(held.ends) {
		return nil, false, nil
	}
	holder := rand.Text()
	m.locks[name] = lock{holder, m.now().Add(ttl)}
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.locks[name].holder == holder {
			delete(m.locks, name)
		}
	}, true, nil
}

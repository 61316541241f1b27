package memory

import (
	"context"
	"time"
)

// sweepAt is how many budgets are kept before the ones that ran out are swept.
const sweepAt = 10_000

type budget struct {
	used int
	ends time.Time
}

// Allow takes one attempt from key's budget of limit per window. The window begins with the first attempt.
func (m *Memory) Allow(_ context.Context, key string, limit int, window time.Duration) (bool, time.Duration, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if len(m.budgets) >= sweepAt && now.Sub(m.swept) >= time.Second {
		m.swept = now
		for k, b := range m.budgets {
			if !now.Before(b.ends) {
				delete(m.budgets, k)
			}
		}
	}
	b, ok := m.budgets[key]
	if !ok || !now.Before(b.ends) {
		b = &budget{ends: now.Add(window)}
		m.budgets[key] = b
	}
	if b.used >= limit {
		return false, b.ends.Sub(now), nil
	}
	b.used++
	return true, 0, nil
}

// Reset gives key its whole budget back.
func (m *Memory) Reset(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.budgets, key)
	return nil
}

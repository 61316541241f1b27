package placement

import (
	"errors"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Bounds of the pace. An order that takes slowFactor times as long as the quickest of late, and slowBy longer, says that the
// shop has too much to do.
const (
	slowFactor  = 3
	slowBy      = 100 * time.Millisecond
	decrease    = 0.5
	fadePerCent = 1 // by how much the quickest time is forgotten with every order
	longestStop = 15 * time.Minute
	lowerAtMost = time.Second // orders that were slow together count once
)

// retryLater is an error of a shop that said when to come back.
type retryLater interface {
	error
	RetryAfter() time.Duration
}

// pace bounds how many orders are placed at once. It grows by one with every round of orders that went well, and halves when
// the shop slows down or fails (additive increase, multiplicative decrease), so that a shop which struggles gets room and
// trading there goes on. It stops altogether while the shop has asked for that.
type pace struct {
	most int

	mu       sync.Mutex
	limit    float64
	quickest time.Duration
	lowered  time.Time
	resume   time.Time
}

func newPace(most int) *pace { return &pace{most: most, limit: float64(most)} }

// allowed is how many orders may be placed at once now; with none, until says when to look again.
func (p *pace) allowed(now time.Time) (n int, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.resume) {
		return 0, p.resume
	}
	return int(p.limit), time.Time{}
}

// placed is told how long making a Magento order took.
func (p *pace) placed(now time.Time, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.quickest == 0 || took < p.quickest {
		p.quickest = took
	}
	if took > slowFactor*p.quickest+slowBy {
		p.lower(now)
	} else {
		p.limit = min(float64(p.most), p.limit+1/p.limit)
	}
	p.quickest += p.quickest * fadePerCent / 100
}

// failed is told of every failure; those that say nothing of the shop's health change nothing.
func (p *pace) failed(now time.Time, failure error) {
	if pos.KindOf(failure) != pos.KindUnavailable {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lower(now)
	if later, ok := errors.AsType[retryLater](failure); ok {
		if resume := now.Add(min(later.RetryAfter(), longestStop)); resume.After(p.resume) {
			p.resume = resume
		}
	}
}

func (p *pace) lower(now time.Time) {
	if now.Sub(p.lowered) < lowerAtMost {
		return
	}
	p.limit, p.lowered = max(1, p.limit*decrease), now
}

// stopped is until when the shop has asked to be left alone, zero when it has not.
func (p *pace) stopped() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.resume
}

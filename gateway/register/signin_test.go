package register_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	t.Run("a right PIN puts the person on the device for half a day", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		ctx, _ := w.enrol(t, "NYC1")
		in, err := w.SignIn(ctx, "ann", "1234")
		if err != nil {
			t.Fatal(err)
		}
		if in.Staff.Name != "Ann" || in.Staff.PINHash != "" || !in.ExpiresAt.Equal(w.clock.now().Add(12*time.Hour)) {
			t.Errorf("signed in %+v", in)
		}
		p, err := w.Authenticate(t.Context(), in.Token)
		if err != nil || p.StaffID != "ann" || p.Role != pos.RoleCashier || p.DeviceID != "device-1" {
			t.Errorf("principal %+v, %v", p, err)
		}
		w.clock.pass(12 * time.Hour)
		_, err = w.Authenticate(t.Context(), in.Token)
		wantCode(t, err, pos.CodeUnauthenticated)
	})
	t.Run("a wrong PIN, a stranger and a colleague of another location get the same answer", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		ctx, _ := w.enrol(t, "NYC1")
		var texts []string
		for _, try := range [][2]string{{"ann", "4321"}, {"nobody", "1234"}, {"bob", "1234"}, {"ann", ""}, {"ann", strings.Repeat("1", 1000)}} {
			_, err := w.SignIn(ctx, try[0], try[1])
			wantCode(t, err, pos.CodeWrongPIN)
			texts = append(texts, err.Error())
		}
		for _, text := range texts {
			if text != texts[0] {
				t.Errorf("%q and %q tell who exists", text, texts[0])
			}
		}
	})
	t.Run("a stranger costs as much as a wrong PIN", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		ctx, _ := w.enrol(t, "NYC1")
		fastest := func(staffID string) time.Duration {
			best := time.Hour
			for range 4 {
				start := time.Now()
				_, err := w.SignIn(ctx, staffID, "4321")
				best = min(best, time.Since(start))
				wantCode(t, err, pos.CodeWrongPIN)
			}
			return best
		}
		known, stranger := fastest("ann"), fastest("nobody")
		// Without the hash a stranger would be refused a thousand times faster.
		if stranger < known/10 {
			t.Errorf("a stranger takes %v, a wrong PIN %v", stranger, known)
		}
	})
	t.Run("five wrong PINs close the door for five minutes, the right one too", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		ctx, _ := w.enrol(t, "NYC1")
		for range 5 {
			_, err := w.SignIn(ctx, "ann", "4321")
			wantCode(t, err, pos.CodeWrongPIN)
		}
		w.clock.pass(2 * time.Minute)
		_, err := w.SignIn(ctx, "ann", "1234")
		wantCode(t, err, pos.CodeRateLimited)
		if !strings.Contains(pos.MessageOf(err), "180 seconds") {
			t.Errorf("the wait is missing: %v", err)
		}
		w.clock.pass(3 * time.Minute)
		if _, err := w.SignIn(ctx, "ann", "1234"); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
	t.Run("a right PIN gives the attempts back", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		ctx, _ := w.enrol(t, "NYC1")
		for range 3 {
			for range 4 {
				_, err := w.SignIn(ctx, "ann", "4321")
				wantCode(t, err, pos.CodeWrongPIN)
			}
			if _, err := w.SignIn(ctx, "ann", "1234"); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("trying many people on one device is counted too", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		ctx, _ := w.enrol(t, "NYC1")
		_, err := w.SignIn(ctx, "x", "4321")
		wantCode(t, err, pos.CodeWrongPIN)
		for range 60 { // as if as many others had been tried
			_, _, _ = w.limiter.Allow(ctx, deviceBudget(w), 60, 5*time.Minute)
		}
		_, err = w.SignIn(ctx, "y", "1234")
		wantCode(t, err, pos.CodeRateLimited)
	})
	t.Run("needs a device", func(t *testing.T) {
		t.Parallel()
		_, err := setup(t).SignIn(t.Context(), "ann", "1234")
		wantCode(t, err, pos.CodeUnauthenticated)
	})
}

// deviceBudget is the key of the device's budget.
func deviceBudget(w *world) string {
	w.limiter.mu.Lock()
	defer w.limiter.mu.Unlock()
	for key := range w.limiter.used {
		if strings.HasPrefix(key, "pin-device:") {
			return key
		}
	}
	return ""
}

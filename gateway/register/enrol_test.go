package register_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

func TestEnrolment(t *testing.T) {
	t.Parallel()
	t.Run("a code enrols one device, however it is typed", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		code, err := w.NewCode(t.Context(), "NYC1")
		if err != nil || !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(code) {
			t.Fatalf("code %q, %v", code, err)
		}
		for hash := range w.devices.codes {
			if strings.Contains(hash, code) || len(hash) != 64 {
				t.Fatalf("the code is stored as %q", hash)
			}
		}
		typed := " " + strings.ToLower(strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(code))
		e, err := w.Enrol(t.Context(), typed, "  Front till ", "192.0.2.1")
		if err != nil {
			t.Fatal(err)
		}
		if e.Device.RegisterID != "NYC1" || e.Device.Label != "Front till" || e.Device.EnrolledAt != "2026-03-01T09:00:00Z" {
			t.Errorf("device %+v", e.Device)
		}
		if e.Workplace.Location.ID != "nyc" || e.Workplace.LastCounter != 41 || e.Workplace.Staff[0].PINHash != "" {
			t.Errorf("workplace %+v", e.Workplace)
		}
		p, err := w.Authenticate(t.Context(), e.Token)
		if err != nil || !reflect.DeepEqual(p, pos.Principal{DeviceID: "device-1", RegisterID: "NYC1", LocationID: "nyc"}) {
			t.Errorf("principal %+v, %v", p, err)
		}
		_, err = w.Enrol(t.Context(), code, "", "192.0.2.1")
		wantCode(t, err, pos.CodeNotFound)
	})
	t.Run("a code stops working after a day, and when a newer one is made", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		old, _ := w.NewCode(t.Context(), "NYC1")
		fresh, _ := w.NewCode(t.Context(), "NYC1")
		_, err := w.Enrol(t.Context(), old, "", "a")
		wantCode(t, err, pos.CodeNotFound)
		w.clock.pass(24 * time.Hour)
		_, err = w.Enrol(t.Context(), fresh, "", "a")
		wantCode(t, err, pos.CodeNotFound)
	})
	t.Run("there are no codes for registers that are not configured", func(t *testing.T) {
		t.Parallel()
		_, err := setup(t).NewCode(t.Context(), "MOON")
		wantCode(t, err, pos.CodeNotFound)
	})
	t.Run("a label has an end", func(t *testing.T) {
		t.Parallel()
		_, err := setup(t).Enrol(t.Context(), "AAAA-AAAA", strings.Repeat("x", 81), "a")
		wantCode(t, err, pos.CodeBadInput)
	})
	t.Run("guessing is counted against the caller", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		for range 10 {
			_, err := w.Enrol(t.Context(), "AAAA-AAAA", "", "192.0.2.1")
			wantCode(t, err, pos.CodeNotFound)
		}
		code, _ := w.NewCode(t.Context(), "NYC1")
		_, err := w.Enrol(t.Context(), code, "", "192.0.2.1")
		wantCode(t, err, pos.CodeRateLimited)
		if _, err := w.Enrol(t.Context(), code, "", "192.0.2.2"); err != nil {
			t.Errorf("another caller: %v", err)
		}
	})
	t.Run("guessing from many addresses is counted too", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		var last error
		for i := range 301 {
			_, last = w.Enrol(t.Context(), "AAAA-AAAA", "", strings.Repeat("x", i))
		}
		wantCode(t, last, pos.CodeRateLimited)
	})
	t.Run("nobody gets in while attempts cannot be counted", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		code, _ := w.NewCode(t.Context(), "NYC1")
		w.limiter.fail = pos.Unavailable(nil, "no redis")
		_, err := w.Enrol(t.Context(), code, "", "a")
		wantCode(t, err, pos.CodeUnavailable)
	})
}

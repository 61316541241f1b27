package app

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Limits of a report of what registers measured. It needs no token, so it is worth little to whoever sends nonsense.
const (
	maxVitalsBytes    = 64 << 10
	maxVitalsReadings = 200
	maxVitalsSeconds  = 600
	vitalsPerSecond   = 50
	vitalsBurst       = 200
)

// railInteractions are what a register may report, by the phase of work that they belong to: what follows an input, what a
// frame takes while something moves, what else keeps the page busy, and what opening takes.
func railInteractions() map[string][]string {
	return map[string][]string{
		"response":  {"scan", "search", "tender", "inp"},
		"animation": {"scroll"},
		"idle":      {"task"},
		"load":      {"first", "repeat", "lcp"},
	}
}

// vitalsReport is the body of POST /vitals.
type vitalsReport struct {
	Readings []vitalsReading `json:"readings"`
}

// vitalsReading is one measurement, in seconds.
type vitalsReading struct {
	Phase       string   `json:"phase"`
	Interaction string   `json:"interaction"`
	Seconds     *float64 `json:"seconds"`
}

// vitals takes what registers measured about themselves. A report is taken whole or not at all: 204, or 400 for anything
// that is not on the list, 413 for one that is too long, 429 when too many come.
func vitals(observe func(phase, interaction string, d time.Duration)) http.Handler {
	bucket := &bucket{left: vitalsBurst, at: time.Now()}
	known := railInteractions()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !bucket.take(time.Now()) {
			w.Header().Set("Retry-After", "10")
			http.Error(w, "too many reports", http.StatusTooManyRequests)
			return
		}
		report, err := decodeVitals(http.MaxBytesReader(w, r.Body, maxVitalsBytes))
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			http.Error(w, "the report is too long", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil || slices.ContainsFunc(report.Readings, func(v vitalsReading) bool { return !v.valid(known) }) {
			http.Error(w, "this is no report of a register", http.StatusBadRequest)
			return
		}
		for _, v := range report.Readings {
			observe(v.Phase, v.Interaction, time.Duration(*v.Seconds*float64(time.Second)))
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

// errVitals is a body that is not one report and nothing else.
var errVitals = errors.New("not a report")

func decodeVitals(body io.Reader) (vitalsReport, error) {
	var report vitalsReport
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	if err := d.Decode(&report); err != nil {
		return vitalsReport{}, err
	}
	switch _, err := d.Token(); {
	case err == nil:
		return vitalsReport{}, errVitals
	case !errors.Is(err, io.EOF):
		return vitalsReport{}, err
	}
	if n := len(report.Readings); n == 0 || n > maxVitalsReadings {
		return vitalsReport{}, errVitals
	}
	return report, nil
}

func (v vitalsReading) valid(known map[string][]string) bool {
	return v.Seconds != nil && *v.Seconds >= 0 && *v.Seconds <= maxVitalsSeconds && slices.Contains(known[v.Phase], v.Interaction)
}

// bucket lets vitalsBurst reports through at once, and vitalsPerSecond for long.
type bucket struct {
	mu   sync.Mutex
	left float64
	at   time.Time
}

func (b *bucket) take(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = min(vitalsBurst, b.left+vitalsPerSecond*now.Sub(b.at).Seconds())
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

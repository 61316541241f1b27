package catalog

import (
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Schedule is how often Magento is asked about what. Zero fields take the defaults; negative ones mean never.
type Schedule struct {
	Changes time.Duration // the source's history; 15 s
	Index   time.Duration // prices and stock in Magento's indexes, of sources that tell digests of them; 1 min
	Stock   time.Duration // all stock levels, of sources without a history of them; 1 min
	Pricing time.Duration // price rules and taxes, of sources without a history of them; 1 min
	Prices  time.Duration // prices that a new day changed, which asks Magento nothing; 1 min
	Sold    time.Duration // what was sold and nobody told of, which seldom asks Magento anything; 1 min
	Sweep   time.Duration // settings, attributes, categories and digests; 10 min
	// Import is the time after midnight in the store's zone of the nightly import; 3 h 30 min.
	Import time.Duration
}

func (s Schedule) withDefaults() Schedule {
	for _, d := range []struct {
		set       *time.Duration
		otherwise time.Duration
	}{
		{&s.Changes, 15 * time.Second}, {&s.Index, time.Minute}, {&s.Stock, time.Minute}, {&s.Pricing, time.Minute}, {&s.Prices, time.Minute}, {&s.Sold, time.Minute},
		{&s.Sweep, 10 * time.Minute}, {&s.Import, 210 * time.Minute},
	} {
		if *d.set == 0 {
			*d.set = d.otherwise
		}
	}
	return s
}

// shortest is how often Magento may be asked at most; the nightly import may be at midnight.
const shortest = time.Second

// ParseSchedule reads what differs from the defaults, such as "stock=30s,sweep=5m,import=off": a field of Schedule in small letters and
// how often, or off for never. Errors: invalid.
func ParseSchedule(text string) (Schedule, error) {
	var s Schedule
	fields := map[string]*time.Duration{
		"changes": &s.Changes, "index": &s.Index, "stock": &s.Stock, "pricing": &s.Pricing, "prices": &s.Prices, "sold": &s.Sold, "sweep": &s.Sweep, "import": &s.Import,
	}
	for entry := range strings.SplitSeq(text, ",") {
		if entry = strings.TrimSpace(entry); entry == "" {
			continue
		}
		name, value, _ := strings.Cut(entry, "=")
		field, known := fields[strings.TrimSpace(name)]
		if !known {
			return s, pos.Invalid("%.40q is nothing that has a schedule: there are changes, index, stock, pricing, prices, sold, sweep and import", name)
		}
		if value = strings.TrimSpace(value); value == "off" {
			*field = -1
			continue
		}
		every, err := time.ParseDuration(value)
		if err != nil || every < shortest || every > 24*time.Hour {
			return s, pos.Invalid("%.40q: give a time from %s to 24h, such as 30s or 3h30m, or off", entry, shortest)
		}
		*field = every
	}
	return s, nil
}

package check_test

import (
	"context"
	"strings"
	"testing"
)

// ArchivedReceipts says that receipts 20 to 29 of every register are archived.
func (w *world) ArchivedReceipts(_ context.Context, _ string, from, to int64) (int, error) {
	return int(max(0, min(to, 29)-max(from, 20)+1)), nil
}

func TestGapsInWhatIsArchived(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after int
		want          string
	}{
		"are none":                         {19, 30, ""},
		"are none when a part is there":    {22, 25, ""},
		"are told when more is missing":    {18, 30, "1 were never received and 10 are archived"},
		"are told when nothing was stored": {31, 33, "receipts nyc-1-32 to nyc-1-32 were never received"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &world{}
			w.settle(test.before)
			w.settle(test.after)
			_, violations := w.check(t, false)
			var told string
			for _, v := range violations {
				told += v.Detail
			}
			if (told == "") != (test.want == "") || !strings.Contains(told, test.want) {
				t.Errorf("told %q, want %q", told, test.want)
			}
		})
	}
}

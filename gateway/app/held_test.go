package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestEveryHeldReasonHasAPage(t *testing.T) {
	t.Parallel()
	for _, reason := range pos.HeldReasons() {
		page, err := os.ReadFile(filepath.Join(root, "docs", "held", string(reason)+".md"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, part := range []string{"# Held: " + string(reason), "**What happened.**", "**Is anything lost?**", "**What to do.**"} {
			if !strings.Contains(string(page), part) {
				t.Errorf("the page of %s lacks %q", reason, part)
			}
		}
	}
}

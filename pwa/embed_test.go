package pwa_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/tillway/tillway/pwa"
)

func TestFilesHoldTheBuiltRegisterOrSayThatItWasNotBuilt(t *testing.T) {
	t.Parallel()
	files, err := pwa.Files()
	if errors.Is(err, pwa.ErrNotBuilt) && os.Getenv("CI") == "" && os.Getenv("REQUIRE_SERVERS") == "" {
		// go test by itself builds no page. Whoever starts the gateway so must read how to.
		if !strings.Contains(err.Error(), "make") {
			t.Errorf("%q does not say how to build it", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index.html", "sw.js", "manifest.webmanifest", "icon.svg"} {
		if info, err := fs.Stat(files, name); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing or empty: %v", name, err)
		}
	}
	assets, err := fs.Glob(files, "assets/*.js")
	if err != nil || len(assets) < 2 {
		t.Errorf("the page and its worker are not both there: %v, %v", assets, err)
	}
}

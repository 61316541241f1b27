package testserver

import (
	"os"
	"path/filepath"
	"testing"
)

// Recordings returns the folder with the recordings of a real Magento, named by TILLWAY_MAGENTO_RECORDINGS or found as
// shared/magento beside a parent folder. They are larger than a repository should be: without them the test is skipped, and
// the excerpts in testdata have to do.
func Recordings(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("TILLWAY_MAGENTO_RECORDINGS"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
		if found := filepath.Join(dir, "shared", "magento"); isDir(found) {
			return found
		}
	}
	t.Skip("the recordings of a real Magento are not here: name their folder in TILLWAY_MAGENTO_RECORDINGS")
	return ""
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

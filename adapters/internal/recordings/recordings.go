// Package recordings finds the recordings of a real Magento that lie beside a developer's checkout: REST and GraphQL
// exchanges and database dumps. They are an extra: what tests cannot do without is in their own testdata.
package recordings

import (
	"os"
	"path/filepath"
	"testing" //nolint:depguard // only tests import this package
)

// Variable names the environment variable that says where the recordings are.
const Variable = "TILLWAY_MAGENTO_RECORDINGS"

// Dir returns the folder of the recordings: what the environment variable says, else the first shared/magento beside one of
// the folders above the test. Without either the test is skipped.
func Dir(tb testing.TB) string {
	tb.Helper()
	if dir := os.Getenv(Variable); dir != "" {
		return dir
	}
	at, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for ; at != filepath.Dir(at); at = filepath.Dir(at) {
		dir := filepath.Join(filepath.Dir(at), "shared", "magento")
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
	}
	tb.Skipf("no recordings of Magento here: set %s to their folder", Variable)
	return ""
}

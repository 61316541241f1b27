package app_test

import (
	"path/filepath"
	"testing"

	"github.com/tillway/tillway/adapters/testserver"
)

// TestDerivedExchanges sends what nobody recorded to a gateway on the database of the recordings. The answers follow from
// Magento's source and from the rows of the dump; "why" in each file of testdata/exchanges says from where.
func TestDerivedExchanges(t *testing.T) {
	t.Parallel()
	root := gatewayOnDump(t, filepath.Join(testserver.Recordings(t), "dump.sql.gz"))
	files, err := filepath.Glob("testdata/exchanges/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d exchanges, %v", len(files), err)
	}
	for _, file := range files {
		for path, what := range replay(t, root, file) {
			t.Errorf("%s: %s: %s", filepath.Base(file), path, what)
		}
	}
}

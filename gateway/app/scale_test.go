package app_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/db/dbgen"
	"github.com/tillway/tillway/adapters/testserver"
)

// What a replica that holds 100,000 SKUs may take, and how long it may take to start from a warm Redis.
const (
	startBudget  = 5 * time.Second
	memoryBudget = 600 // MB
)

// BenchmarkReplica starts the real gateway twice on a generated shop of TILLWAY_BENCH_SKUS products (default 100,000) and one
// Redis. The first replica finds Redis empty and imports; the second finds it warm. Of each it prints how long it takes until
// /readyz says yes, and what it then holds in memory (VmRSS) and held at most (VmHWM); xstartbudget and xmemorybudget are the
// second's against 5 s and 600 MB.
func BenchmarkReplica(b *testing.B) {
	skus := benchSKUs(100_000)
	dsn := os.Getenv("TILLWAY_BENCH_DSN")
	if dsn == "" {
		dsn = testserver.MariaDB(b)
		if err := dbgen.Generate(b.Context(), dsn, dbgen.Options{SKUs: skus, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
	for round := 0; b.Loop(); round++ {
		url, _ := testserver.Redis(b)
		env := []string{"TILLWAY_MAGENTO_DB_URL=" + dsn, fmt.Sprintf("TILLWAY_REDIS_URL=%s/%d", url, round%16), "TILLWAY_BARCODE_ATTRIBUTE=sku"}
		first, imported := startReplica(b, env)
		resident, peak := first.memory(b)
		b.ReportMetric(imported.Seconds(), "s/first-start")
		b.ReportMetric(resident, "MB/first")
		b.ReportMetric(peak, "MB-peak/first")
		second, started := startReplica(b, env)
		resident, peak = second.memory(b)
		b.ReportMetric(started.Seconds(), "s/warm-start")
		b.ReportMetric(resident, "MB/second")
		b.ReportMetric(peak, "MB-peak/second")
		b.ReportMetric(started.Seconds()/startBudget.Seconds(), "xstartbudget")
		b.ReportMetric(resident/memoryBudget, "xmemorybudget")
		second.stop()
		first.stop()
	}
}

// startReplica starts a gateway in a process of its own and returns how long it took until it was ready.
func startReplica(b *testing.B, env []string) (*process, time.Duration) {
	b.Helper()
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	port, err := testserver.FreePort()
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	p := &process{t: b, path: path, url: fmt.Sprintf("http://127.0.0.1:%d", port), env: append(append(os.Environ(),
		fmt.Sprintf("TILLWAY_ADDR=127.0.0.1:%d", port), "TILLWAY_DATA_DIR="+dir, "TILLWAY_SHOPS_FILE="+writeShops(b, dir),
		"TILLWAY_MAGENTO_URL=http://127.0.0.1:1/", "TILLWAY_MAGENTO_TOKEN="+testToken), env...)}
	begun := time.Now()
	p.spawn()
	b.Cleanup(p.stop)
	eventually(b, "the replica is ready", 5*time.Minute, func() error {
		resp, err := http.Get(p.url + "/readyz")
		if err != nil {
			return err
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return errNotYet
		}
		return nil
	})
	return p, time.Since(begun)
}

// memory returns what the process holds, and what it held at most, in MB.
func (p *process) memory(b *testing.B) (resident, peak float64) {
	b.Helper()
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "status"))
	if err != nil {
		b.Skipf("this system does not tell what a process holds: %v", err)
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kilobytes, _ := strconv.ParseFloat(fields[1], 64)
		switch fields[0] {
		case "VmRSS:":
			resident = kilobytes / 1024
		case "VmHWM:":
			peak = kilobytes / 1024
		}
	}
	return resident, peak
}

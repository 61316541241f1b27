package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"reflect"
	"runtime/debug"
	"text/tabwriter"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/register"
)

// Serve runs the gateway until ctx ends.
func Serve(ctx context.Context, cfg Config, log *slog.Logger) error {
	g, err := New(ctx, cfg, log)
	if err != nil {
		return err
	}
	log.InfoContext(ctx, "tillway serves", slog.String("addr", g.Addr()), slog.String("version", version()))
	return g.Run(ctx)
}

// Migrate brings the ledger's tables up to date.
func Migrate(ctx context.Context, cfg Config) error {
	if err := ensureDir(cfg.DataDir); err != nil {
		return err
	}
	ledger, err := openLedger(ctx, cfg)
	if err != nil {
		return err
	}
	return ledger.Close()
}

// EnrolmentCode makes a one-time code that enrols a device to a register. It needs the ledger and the shops file, not a
// running gateway. Errors: not_found, for a register that the shops file does not name.
func EnrolmentCode(ctx context.Context, cfg Config, registerID string) (string, error) {
	if cfg.ShopsFile == "" {
		return "", pos.Invalid("TILLWAY_SHOPS_FILE is not set: it names the registers")
	}
	s, err := readShops(cfg.ShopsFile)
	if err != nil {
		return "", err
	}
	directory, err := register.NewDirectory(s.flatten())
	if err != nil {
		return "", fmt.Errorf("%s: %w", cfg.ShopsFile, err)
	}
	if err := ensureDir(cfg.DataDir); err != nil {
		return "", err
	}
	ledger, err := openLedger(ctx, cfg)
	if err != nil {
		return "", err
	}
	defer func() { _ = ledger.Close() }() // the code is committed, or the error below says why not
	registers, err := newRegisters(cfg, directory, ledger, memory.New())
	if err != nil {
		return "", err
	}
	return registers.NewCode(ctx, registerID)
}

// HashPIN returns a PIN's hash for the shops file. Errors: invalid.
func HashPIN(pin string) (string, error) { return register.HashPIN(pin) }

// PrintConfig writes the settings in force, secrets hidden. Errors: what is wrong with them.
func PrintConfig(out io.Writer, cfg Config) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	value := reflect.ValueOf(cfg)
	for field := range reflect.TypeFor[Config]().Fields() {
		if _, err := fmt.Fprintf(table, "%s\t%v\n", field.Tag.Get("env"), value.FieldByIndex(field.Index).Interface()); err != nil {
			return err
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return cfg.Validate()
}

// Healthcheck asks the gateway that listens where cfg says whether it may take traffic.
func Healthcheck(ctx context.Context, cfg Config) error {
	host, port, err := net.SplitHostPort(cfg.Addr)
	if err != nil {
		return pos.Invalid("TILLWAY_ADDR %q is no host:port address", cfg.Addr)
	}
	if host == "" || host == "0.0.0.0" || host == "::" {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return pos.Unavailable(err, "the gateway does not answer")
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		reasons, _ := io.ReadAll(io.LimitReader(answer.Body, 4<<10)) // what came is enough to say why
		return pos.Unavailable(nil, "the gateway is not ready: %s", reasons)
	}
	return nil
}

// version is the module's version or the commit that the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return info.Main.Version
}

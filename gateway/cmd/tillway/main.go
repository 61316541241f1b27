// Command tillway is the gateway: `tillway serve` runs it, `tillway demo` runs it with a stand-in for Magento.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // small containers have no time zones, and prices change at midnight in the store's

	"github.com/alecthomas/kong"
	"github.com/redis/go-redis/v9"

	"github.com/tillway/tillway/gateway/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "tillway:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	// While Redis is away go-redis would write several lines a second beside our log, which has the errors anyhow.
	redis.SetLogger(quiet{})
	var commands commands
	parser, err := kong.New(&commands, kong.Name("tillway"), kong.UsageOnError(),
		kong.Description("Magento-compatible gateway for points of sale. Settings are environment variables: see `tillway config`."))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	cfg, err := configFrom(os.Environ(), os.ReadFile)
	if err != nil {
		return err
	}
	command.BindTo(ctx, (*context.Context)(nil))
	return command.Run(cfg, logger(cfg))
}

func logger(cfg app.Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

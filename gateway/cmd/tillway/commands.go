package main

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/tillway/tillway/gateway/app"
)

// commands is the command line; each method Run hands over to package app.
type commands struct {
	Serve       serve       `cmd:"" help:"Run the gateway and the register."`
	Demo        demo        `cmd:"" help:"Run the gateway with a stand-in for Magento, in one process."`
	Sync        sync        `cmd:"" help:"Read the whole catalog from Magento now, with progress."`
	Enrol       enrol       `cmd:"" help:"Print a one-time code that enrols a device to a register."`
	Customer    customer    `cmd:"" help:"Look after what is kept of customers."`
	HashPIN     hashPIN     `cmd:"" name:"hash-pin" help:"Read a PIN and print its hash for the shops file."`
	Migrate     migrate     `cmd:"" help:"Bring the ledger's tables up to date, then exit."`
	Config      config      `cmd:"" help:"Print the settings in force, without secrets, and what is wrong with them."`
	Check       check       `cmd:"" help:"Compare every order with Magento and print what is lost, doubled, half made or out of balance."`
	Healthcheck healthcheck `cmd:"" help:"Ask the gateway on this machine whether it may take traffic; for containers."`
	PrintRelay  printRelay  `cmd:"" name:"print-relay" help:"Pass receipts on from the register in this computer's browser to a printer in the network."`
	Sandbox     sandbox     `cmd:"" help:"Run the stand-in for Magento alone."`
}

type serve struct{}

func (serve) Run(ctx context.Context, cfg app.Config, log *slog.Logger) error {
	return app.Serve(ctx, cfg, log)
}

type demo struct{}

func (demo) Run(ctx context.Context, cfg app.Config, log *slog.Logger) error {
	return app.Demo(ctx, cfg, log, os.Stdout)
}

type sync struct {
	Push bool `help:"Have the running gateway compare its catalog with Magento and read what differs, instead of reading everything here."`
}

func (c sync) Run(ctx context.Context, cfg app.Config, log *slog.Logger) error {
	if c.Push {
		return app.PushCatalogs(ctx, cfg, os.Stdout)
	}
	return app.Sync(ctx, cfg, log, os.Stdout, term.IsTerminal(int(os.Stdout.Fd())))
}

type enrol struct {
	Register string `arg:"" help:"Id of the register in the shops file."`
}

func (c enrol) Run(ctx context.Context, cfg app.Config) error {
	code, err := app.EnrolmentCode(ctx, cfg, c.Register)
	if err != nil {
		return err
	}
	_, err = fmt.Println(code)
	return err
}

type customer struct {
	Forget forgetCustomer `cmd:"" help:"Delete every trace of a customer from the shared cache, and say what is left elsewhere."`
}

type forgetCustomer struct {
	ID string `arg:"" help:"Magento's id of the customer."`
}

func (c forgetCustomer) Run(ctx context.Context, cfg app.Config) error {
	return app.ForgetCustomer(ctx, cfg, c.ID, os.Stdout)
}

type hashPIN struct{}

func (hashPIN) Run() error {
	pin, err := readPIN()
	if err != nil {
		return err
	}
	hash, err := app.HashPIN(pin)
	if err != nil {
		return err
	}
	_, err = fmt.Println(hash)
	return err
}

// readPIN reads without echo from a terminal, otherwise a line from standard input.
func readPIN() (string, error) {
	if fd := int(os.Stdin.Fd()); term.IsTerminal(fd) {
		fmt.Fprint(os.Stderr, "PIN: ")
		pin, err := term.ReadPassword(fd)
		fmt.Fprintln(os.Stderr)
		return string(pin), err
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && line == "" {
		return "", err
	}
	return strings.TrimSpace(line), nil
}

type migrate struct{}

func (migrate) Run(ctx context.Context, cfg app.Config) error { return app.Migrate(ctx, cfg) }

type config struct{}

func (config) Run(cfg app.Config) error { return app.PrintConfig(os.Stdout, cfg) }

type check struct {
	Repair  bool          `help:"Repair what can be repaired safely."`
	Overdue time.Duration `default:"1h" help:"How long an order may be on its way."`
}

func (c check) Run(ctx context.Context, cfg app.Config, log *slog.Logger) error {
	return app.Check(ctx, cfg, log, os.Stdout, app.CheckOptions{Repair: c.Repair, Overdue: c.Overdue})
}

type healthcheck struct{}

func (healthcheck) Run(ctx context.Context, cfg app.Config) error { return app.Healthcheck(ctx, cfg) }

type printRelay struct {
	Printer string `arg:"" help:"Address of the printer, such as 192.168.1.50:9100."`
	Origin  string `required:"" help:"The register's page, such as https://till.shop.example; no other may print."`
}

func (c printRelay) Run(ctx context.Context, log *slog.Logger) error {
	return app.PrintRelay(ctx, log, c.Printer, c.Origin)
}

type sandbox struct {
	Addr    string `default:"127.0.0.1:8090" help:"Address to listen on."`
	Token   string `env:"TILLWAY_MAGENTO_TOKEN" help:"Integration token to accept; one is made when empty."`
	Webhook string `help:"Where to send webhooks, signed with TILLWAY_WEBHOOK_SECRET."`
}

func (c sandbox) Run(ctx context.Context, cfg app.Config, log *slog.Logger) error {
	return app.Sandbox(ctx, cfg, log, os.Stdout, c.Addr, c.Token, c.Webhook)
}

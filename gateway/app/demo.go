package app

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

// demoShops describes the demo's locations; demoPIN is the PIN of everyone in it.
//
//go:embed demo-shops.yaml
var demoShops []byte

const (
	demoPIN       = "1234"
	demoRegister  = "NYC1"
	secretEntropy = 32
)

// Demo runs the gateway and a stand-in for Magento in one process until ctx ends. Both keep what happened in the data
// folder, below demo, so that a second start goes on where the first ended. It writes to out how to look at it.
func Demo(ctx context.Context, cfg Config, log *slog.Logger, out io.Writer) error {
	cfg.DataDir = filepath.Join(cfg.DataDir, "demo")
	if err := ensureDir(cfg.DataDir); err != nil {
		return err
	}
	secret, err := newWebhookSecret()
	if err != nil {
		return err
	}
	shop, err := sandbox.New(sandbox.Config{DataDir: filepath.Join(cfg.DataDir, "magento"), Log: log})
	if err != nil {
		return err
	}
	cfg.MagentoURL, cfg.MagentoToken, cfg.MagentoDBURL = shop.URL(), Secret(shop.Token()), ""
	cfg.BarcodeAttribute, cfg.WebhookSecret, cfg.Introspection = "ean", Secret(secret), true
	cfg.ShopsFile = filepath.Join(cfg.DataDir, "shops.yaml")
	if err := os.WriteFile(cfg.ShopsFile, demoShops, 0o600); err != nil {
		return fmt.Errorf("write the demo's shops file: %w", err)
	}
	// The stand-in serves from here on: the gateway asks it while it is being joined, and after.
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() error { return shop.Run(gctx) })
	group.Go(func() error { return demoGateway(gctx, cfg, log, out, shop, secret) })
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func demoGateway(ctx context.Context, cfg Config, log *slog.Logger, out io.Writer, shop *sandbox.Sandbox, secret string) error {
	g, err := New(ctx, cfg, log)
	if err != nil {
		return err
	}
	code, err := g.registers.NewCode(ctx, demoRegister)
	if err != nil {
		return errors.Join(err, g.Close())
	}
	_, port, err := net.SplitHostPort(g.Addr())
	if err != nil {
		return errors.Join(err, g.Close())
	}
	if err := shop.SetWebhook("http://127.0.0.1:"+port+"/webhooks/magento", secret); err != nil {
		return errors.Join(err, g.Close())
	}
	if _, err := fmt.Fprintf(out, demoText, port, code, demoPIN, port, port, shop.URL(), shop.Token(), shop.URL(), cfg.DataDir); err != nil {
		return errors.Join(err, g.Close())
	}
	return g.Run(ctx)
}

const demoText = `Tillway runs, with a stand-in for Magento.

  Register          http://localhost:%s
  Enrolment code    %s   (for one browser; start the demo again for another)
  PIN               %s   (of everyone; Sam is a manager)
  To try            coupon TEN10, a third candle for nothing, customer Ada Holm, and BN-301, GR-302, DL-303, CO-304, PM-305,
                    which ask something
  GraphQL           http://localhost:%s/graphql
  Metrics           http://localhost:%s/metrics
  The shop's REST   %srest/V1/orders?searchCriteria=   (Authorization: Bearer %s)
  Make it fail      POST %ssandbox/faults
  Kept in           %s

Stop with Ctrl-C.
`

// newWebhookSecret makes a secret in the form of Standard Webhooks.
func newWebhookSecret() (string, error) {
	key := make([]byte, secretEntropy)
	if _, err := rand.Read(key); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	return "whsec_" + base64.StdEncoding.EncodeToString(key), nil
}

// Sandbox runs the stand-in for Magento alone until ctx ends; what it keeps is below sandbox in the data folder.
func Sandbox(ctx context.Context, cfg Config, log *slog.Logger, out io.Writer, addr, token, webhook string) error {
	dir := filepath.Join(cfg.DataDir, "sandbox")
	if err := ensureDir(dir); err != nil {
		return err
	}
	shop, err := sandbox.New(sandbox.Config{Addr: addr, DataDir: dir, Token: token, Log: log,
		Webhook: sandbox.Webhook{URL: webhook, Secret: string(cfg.WebhookSecret)}})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "A stand-in for Magento: %s (token %s)\n", shop.URL(), shop.Token()); err != nil {
		return err
	}
	return shop.Run(ctx)
}

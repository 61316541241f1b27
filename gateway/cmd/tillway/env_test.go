package main

import (
	"errors"
	"strings"
	"testing"
)

func TestConfigFrom(t *testing.T) {
	t.Parallel()
	files := func(path string) ([]byte, error) {
		if path == "/run/secrets/token" {
			return []byte("from-file\n"), nil
		}
		return nil, errors.New("no such file")
	}
	t.Run("takes defaults, variables, secrets from files and PORT", func(t *testing.T) {
		t.Parallel()
		cfg, err := configFrom([]string{
			"TILLWAY_MAGENTO_TOKEN_FILE=/run/secrets/token", "TILLWAY_MAGENTO_TIMEOUT=3s", "TILLWAY_ORIGINS=https://a,https://b",
			"TILLWAY_SHOPS_FILE=shops.yaml", "TILLWAY_LOG_LEVEL=DEBUG", "PORT=9999", "HOME=/root",
		}, files)
		if err != nil {
			t.Fatal(err)
		}
		if string(cfg.MagentoToken) != "from-file" || cfg.MagentoTimeout.Seconds() != 3 || len(cfg.Origins) != 2 ||
			cfg.ShopsFile != "shops.yaml" || cfg.LogLevel != -4 || cfg.Addr != ":9999" || cfg.BarcodeAttribute != "sku" {
			t.Errorf("got %+v", cfg)
		}
	})
	for name, tt := range map[string]struct {
		environ []string
		want    string
	}{
		"refuses a secret given twice":      {[]string{"TILLWAY_MAGENTO_TOKEN=x", "TILLWAY_MAGENTO_TOKEN_FILE=/run/secrets/token"}, "both set"},
		"names a secret file that fails":    {[]string{"TILLWAY_MAGENTO_TOKEN_FILE=/nowhere"}, "TILLWAY_MAGENTO_TOKEN_FILE"},
		"refuses a duration that is none":   {[]string{"TILLWAY_SETTLE_FOR=soon"}, "SettleFor"},
		"refuses PORT beside a bad address": {[]string{"TILLWAY_ADDR=nonsense", "PORT=1"}, "TILLWAY_ADDR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := configFrom(tt.environ, files); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("configFrom() = %v, want mention of %q", err, tt.want)
			}
		})
	}
}

package main

import (
	"fmt"
	"net"
	"strings"

	"github.com/caarlos0/env/v11"

	"github.com/tillway/tillway/gateway/app"
)

// configFrom reads the configuration from the environment. A variable <NAME>_FILE names a file that holds the value of
// <NAME>, as orchestrators mount secrets; giving both is an error. PORT replaces the port to listen on.
func configFrom(environ []string, readFile func(string) ([]byte, error)) (app.Config, error) {
	vars := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		vars[name] = value
	}
	for name, path := range vars {
		target, isFile := strings.CutSuffix(name, "_FILE")
		if !isFile || !strings.HasPrefix(name, "TILLWAY_") || ownFile(name) || path == "" {
			continue
		}
		if vars[target] != "" {
			return app.Config{}, fmt.Errorf("%s and %s are both set: keep one", target, name)
		}
		content, err := readFile(path)
		if err != nil {
			return app.Config{}, fmt.Errorf("%s: %w", name, err)
		}
		vars[target] = strings.TrimSpace(string(content))
	}
	cfg := app.DefaultConfig()
	if err := env.ParseWithOptions(&cfg, env.Options{Environment: vars}); err != nil {
		return app.Config{}, err
	}
	if port := vars["PORT"]; port != "" {
		host, _, err := net.SplitHostPort(cfg.Addr)
		if err != nil {
			return app.Config{}, fmt.Errorf("TILLWAY_ADDR %q is no host:port address: %w", cfg.Addr, err)
		}
		cfg.Addr = net.JoinHostPort(host, port)
	}
	return cfg, nil
}

// ownFile tells the settings that are file names themselves.
func ownFile(name string) bool {
	return name == "TILLWAY_SHOPS_FILE" || name == "TILLWAY_TOKEN_KEYS_FILE"
}

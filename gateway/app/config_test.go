package app_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/tillway/tillway/gateway/app"
)

var readmeLock sync.Mutex

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	valid := func() app.Config {
		c := app.DefaultConfig()
		c.MagentoURL, c.MagentoToken, c.ShopsFile = "https://shop.example/", "token", "shops.yaml"
		return c
	}
	tests := map[string]struct {
		change func(*app.Config)
		want   []string
	}{
		"accepts the defaults with a shop":  {func(*app.Config) {}, nil},
		"names everything that is missing":  {func(c *app.Config) { *c = app.DefaultConfig() }, []string{"TILLWAY_MAGENTO_URL", "TILLWAY_MAGENTO_TOKEN", "TILLWAY_SHOPS_FILE"}},
		"refuses an address without host":   {func(c *app.Config) { c.MagentoURL = "shop" }, []string{"TILLWAY_MAGENTO_URL"}},
		"refuses a settle time too short":   {func(c *app.Config) { c.SettleFor = 1 }, []string{"TILLWAY_SETTLE_FOR"}},
		"refuses to archive too soon":       {func(c *app.Config) { c.KeepOrders = 1 }, []string{"TILLWAY_KEEP_ORDERS"}},
		"refuses absurd concurrency":        {func(c *app.Config) { c.MagentoConcurrency = 0 }, []string{"TILLWAY_MAGENTO_CONCURRENCY"}},
		"refuses a body limit out of range": {func(c *app.Config) { c.BodyLimit = 1 }, []string{"TILLWAY_BODY_LIMIT"}},
		"refuses a customer key too short":  {func(c *app.Config) { c.CustomerKey = "c2VjcmV0" }, []string{"TILLWAY_CUSTOMER_KEY"}},
		"takes Redis for the bus":           {func(c *app.Config) { c.BusURL = "rediss://u:p@h:6379/1" }, nil},
		"takes a NATS cluster for the bus":  {func(c *app.Config) { c.BusURL = "nats://u:p@a:4222,tls://b:4222" }, nil},
		"refuses a bus that it cannot know": {func(c *app.Config) { c.BusURL = "amqp://h" }, []string{"TILLWAY_BUS_URL"}},
		"refuses a schedule of nothing":     {func(c *app.Config) { c.Schedule = "stok=1m" }, []string{"TILLWAY_SCHEDULE"}},
		"takes a schedule":                  {func(c *app.Config) { c.Schedule = "stock=30s,import=off" }, nil},
		"refuses an unknown log format":     {func(c *app.Config) { c.LogFormat = "xml" }, []string{"TILLWAY_LOG_FORMAT"}},
		"refuses an empty barcode attribute": {func(c *app.Config) { c.BarcodeAttribute = "" }, []string{
			"TILLWAY_BARCODE_ATTRIBUTE"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := valid()
			tt.change(&c)
			err := c.Validate()
			if (err != nil) != (len(tt.want) > 0) {
				t.Fatalf("Validate() = %v, want mention of %v", err, tt.want)
			}
			for _, name := range tt.want {
				if !strings.Contains(err.Error(), name) {
					t.Errorf("Validate() = %v, want mention of %s", err, name)
				}
			}
		})
	}
}

func TestConfigKeepsSecretsOutOfLogs(t *testing.T) {
	t.Parallel()
	c := app.DefaultConfig()
	c.MagentoToken, c.DatabaseURL = "open-sesame", "mysql://u:open-sesame@h/d"
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("start", slog.Any("config", c), slog.Any("token", c.MagentoToken))
	slog.New(slog.NewJSONHandler(&out, nil)).Info("start", slog.Any("config", c))
	fmt.Fprintf(&out, "%v %+v %s %q", c, c, c.MagentoToken, c.MagentoToken)
	if strings.Contains(out.String(), "open-sesame") {
		t.Errorf("a secret was printed: %s", out.String())
	}
}

func TestReadmeListsTheConfiguration(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("| variable | default | meaning |\n|---|---|---|\n")
	defaults := reflect.ValueOf(app.DefaultConfig())
	for field := range reflect.TypeFor[app.Config]().Fields() {
		value := fmt.Sprint(defaults.FieldByName(field.Name).Interface())
		if value == "" || value == "[]" {
			value = " "
		} else {
			value = " `" + value + "` "
		}
		if field.Tag.Get("env") == "" || field.Tag.Get("doc") == "" {
			t.Errorf("field %s lacks its env or doc tag", field.Name)
		}
		fmt.Fprintf(&b, "| `%s` |%s| %s |\n", field.Tag.Get("env"), value, field.Tag.Get("doc"))
	}
	checkReadme(t, "configuration", b.String())
}

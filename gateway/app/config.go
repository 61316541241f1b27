package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"time"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/adapters/mail"
	"github.com/tillway/tillway/gateway/catalog"
)

// Config is everything that can be set. The env tag names the environment variable, doc says what it means; the table in
// README is made from both.
type Config struct {
	Addr string `env:"TILLWAY_ADDR" doc:"Address to listen on. PORT, when set, replaces its port."`
	// DataDir holds what a single machine keeps: the SQLite ledger, the token keys, the demo's Magento.
	DataDir     string `env:"TILLWAY_DATA_DIR" doc:"Folder for the SQLite ledger and the token keys."`
	DatabaseURL Secret `env:"TILLWAY_DATABASE_URL" doc:"The ledger: mysql://user:password@host:port/database, or sqlite:path. Empty: ledger.db in the data folder."`
	RedisURL    Secret `env:"TILLWAY_REDIS_URL" doc:"Cache, feed log and fan-out shared by replicas: redis://host:port/0. Empty: in process."`
	BusURL      Secret `env:"TILLWAY_BUS_URL" doc:"Message broker for events: redis://host:port/0, or nats://host:port with JetStream. Empty: in process. See docs/transports.md."`
	// TokenKeysFile must be the same file on every replica.
	TokenKeysFile string `env:"TILLWAY_TOKEN_KEYS_FILE" doc:"PEM file of Ed25519 keys for tokens: the first signs, all verify. Empty: token-keys.pem in the data folder, made at the first start."`
	ShopsFile     string `env:"TILLWAY_SHOPS_FILE" doc:"YAML file of locations, registers and staff (see deploy/shops.example.yaml)."`

	MagentoURL   string `env:"TILLWAY_MAGENTO_URL" doc:"Root of the shop, such as https://shop.example/."`
	MagentoToken Secret `env:"TILLWAY_MAGENTO_TOKEN" doc:"Access token of a Magento integration."`
	MagentoDBURL Secret `env:"TILLWAY_MAGENTO_DB_URL" doc:"Optional read-only account on Magento's database, mysql://user:password@host:port/database: the catalog is then read over SQL."`
	// MagentoReservationsURL is apart from MagentoDBURL, so that reading the catalog needs no account that may write.
	MagentoReservationsURL Secret        `env:"TILLWAY_MAGENTO_RESERVATIONS_URL" doc:"Optional account that may read Magento's stores and stock reservations and INSERT reservations, mysql://user:password@host:port/database: imported orders then reserve their stock, and are shipped."`
	MagentoGraphQL         string        `env:"TILLWAY_MAGENTO_GRAPHQL" doc:"passthrough: GraphQL operations that only Magento can answer (carts, customers, pages) are passed on to its /graphql. Empty: they are refused."`
	MagentoTimeout         time.Duration `env:"TILLWAY_MAGENTO_TIMEOUT" doc:"Longest wait for one answer of Magento."`
	MagentoConcurrency     int           `env:"TILLWAY_MAGENTO_CONCURRENCY" doc:"Orders placed into Magento at the same time, by each replica."`
	BarcodeAttribute       string        `env:"TILLWAY_BARCODE_ATTRIBUTE" doc:"Product attribute that holds barcodes. sku means the SKU itself."`
	ImagePath              string        `env:"TILLWAY_IMAGE_PATH" doc:"Where product images are, below Magento's media URL. Set it to catalog/product/cache/<hash> for the sizes that the shop's theme has rendered."`
	SettleFor              time.Duration `env:"TILLWAY_SETTLE_FOR" doc:"How long a placement with an unknown outcome is only looked for before it may be repeated. Longer than any request lives in Magento."`

	Schedule string `env:"TILLWAY_SCHEDULE" doc:"How often Magento is asked about what, where that is not to be changes=15s,index=1m,stock=1m,pricing=1m,sweep=10m,import=3h30m (import: the time after midnight in the store's zone); off is never. See docs/catalog.md."`

	NewestFirst bool          `env:"TILLWAY_NEWEST_FIRST" doc:"Place the order that came in last first, so that after an outage today's orders do not wait for yesterday's."`
	KeepEvents  time.Duration `env:"TILLWAY_KEEP_EVENTS" doc:"How long published events stay in the outbox."`
	KeepOrders  time.Duration `env:"TILLWAY_KEEP_ORDERS" doc:"How long settled and cancelled orders stay as they are. Then they are archived: their customers are forgotten, and they are found by id and receipt number only."`

	CustomerKey Secret `env:"TILLWAY_CUSTOMER_KEY" doc:"Key that seals customers in Redis, 32 bytes in base64 (openssl rand -base64 32); several, separated by blanks, while it is being changed: the first seals, all open. Empty: customers are not kept in Redis."`

	WebhookSecret Secret `env:"TILLWAY_WEBHOOK_SECRET" doc:"Secret of Magento's webhooks, whsec_<base64>; several, separated by blanks, while it is being changed. Empty: webhooks are refused."`

	SMTPURL Secret `env:"TILLWAY_SMTP_URL" doc:"Mail server that receipts are sent through: smtp://user:password@host:port?from=shop@example.com, or smtps://…; see docs/receipts.md. Empty: no receipts by e-mail."`

	DefaultStore   string   `env:"TILLWAY_DEFAULT_STORE" doc:"Store view of catalog queries without a Store header. Empty: that of the first location."`
	Origins        []string `env:"TILLWAY_ORIGINS" doc:"Origins, besides our own, whose pages may call the API, comma separated."`
	TrustedProxies []string `env:"TILLWAY_TRUSTED_PROXIES" doc:"Addresses or networks of proxies whose X-Forwarded-For is believed, comma separated. Wrong enrolment codes are counted by caller."`
	Introspection  bool     `env:"TILLWAY_INTROSPECTION" doc:"Whether GraphQL introspection is answered beyond __type of what Magento has too. Off in production."`
	BodyLimit      int64    `env:"TILLWAY_BODY_LIMIT" doc:"Largest GraphQL request body, in bytes. Orders with pictures need the default."`

	LogLevel  slog.Level `env:"TILLWAY_LOG_LEVEL" doc:"DEBUG, INFO, WARN or ERROR."`
	LogFormat string     `env:"TILLWAY_LOG_FORMAT" doc:"text or json."`
}

// Secret is a value that must not reach a log.
type Secret string

// LogValue hides the value.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// String hides the value; convert to string where the value itself is needed.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "[set]"
}

// passThrough is the value of MagentoGraphQL that passes operations on.
const passThrough = "passthrough"

// DefaultConfig is what applies when nothing is set.
func DefaultConfig() Config {
	return Config{
		Addr:               ":8080",
		DataDir:            "data",
		MagentoTimeout:     15 * time.Second,
		MagentoConcurrency: 4,
		BarcodeAttribute:   "sku",
		ImagePath:          "catalog/product",
		SettleFor:          90 * time.Second,
		KeepEvents:         7 * 24 * time.Hour,
		KeepOrders:         400 * 24 * time.Hour,
		BodyLimit:          1 << 20,
		LogLevel:           slog.LevelInfo,
		LogFormat:          "text",
	}
}

// Validate returns all that is wrong at once, each with what to do. Errors: invalid.
func (c Config) Validate() error {
	var problems []error
	bad := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if c.MagentoURL == "" {
		bad("TILLWAY_MAGENTO_URL is not set: give the root of the shop, or run `tillway demo` to try Tillway without one")
	} else if u, err := url.Parse(c.MagentoURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		bad("TILLWAY_MAGENTO_URL %q is no http(s) address", c.MagentoURL)
	}
	if c.MagentoToken == "" {
		bad("TILLWAY_MAGENTO_TOKEN is not set: make an integration in Magento's admin (System, Integrations) and give its access token")
	}
	if err := bus.CheckURL(string(c.BusURL)); err != nil {
		bad("TILLWAY_BUS_URL: %w", err)
	}
	if c.SMTPURL != "" {
		if _, err := mail.New(mail.Config{URL: string(c.SMTPURL)}); err != nil {
			bad("TILLWAY_SMTP_URL: %w", err)
		}
	}
	if c.ShopsFile == "" {
		bad("TILLWAY_SHOPS_FILE is not set: describe locations, registers and staff as in deploy/shops.example.yaml")
	}
	if c.MagentoConcurrency < 1 || c.MagentoConcurrency > 64 {
		bad("TILLWAY_MAGENTO_CONCURRENCY is %d: choose 1 to 64", c.MagentoConcurrency)
	}
	if c.MagentoTimeout < time.Second || c.SettleFor <= c.MagentoTimeout {
		bad("TILLWAY_MAGENTO_TIMEOUT (%s) must be at least 1s and TILLWAY_SETTLE_FOR (%s) longer than it", c.MagentoTimeout, c.SettleFor)
	}
	if c.KeepEvents < time.Hour {
		bad("TILLWAY_KEEP_EVENTS is %s: choose an hour or more", c.KeepEvents)
	}
	if c.KeepOrders < 30*24*time.Hour {
		bad("TILLWAY_KEEP_ORDERS is %s: choose 720h (30 days) or more, since an archived order can be neither returned nor corrected", c.KeepOrders)
	}
	if c.BarcodeAttribute == "" || c.DataDir == "" {
		bad("TILLWAY_BARCODE_ATTRIBUTE and TILLWAY_DATA_DIR must not be empty")
	}
	if c.BodyLimit < 1<<10 || c.BodyLimit > 64<<20 {
		bad("TILLWAY_BODY_LIMIT is %d: choose between 1024 and 67108864 bytes", c.BodyLimit)
	}
	if _, err := parseProxies(c.TrustedProxies); err != nil {
		problems = append(problems, err)
	}
	if c.MagentoGraphQL != "" && c.MagentoGraphQL != passThrough {
		bad("TILLWAY_MAGENTO_GRAPHQL is %q: choose passthrough, or leave it empty", c.MagentoGraphQL)
	}
	if _, err := catalog.ParseSchedule(c.Schedule); err != nil {
		bad("TILLWAY_SCHEDULE: %w", err)
	}
	if c.CustomerKey != "" {
		if _, err := customerVault(c); err != nil {
			problems = append(problems, err)
		}
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		bad("TILLWAY_LOG_FORMAT is %q: choose text or json", c.LogFormat)
	}
	return errors.Join(problems...)
}

func (c Config) ledgerURL() string {
	if c.DatabaseURL != "" {
		return string(c.DatabaseURL)
	}
	return "sqlite:" + filepath.Join(c.DataDir, "ledger.db")
}

func (c Config) tokenKeysFile() string {
	if c.TokenKeysFile != "" {
		return c.TokenKeysFile
	}
	return filepath.Join(c.DataDir, "token-keys.pem")
}

// MarshalText hides the value from encoders, such as JSON logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the value as it is.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = Secret(text)
	return nil
}

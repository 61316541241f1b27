package deploy_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/tillway/tillway/adapters/metrics"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/pos"
)

type emptyLedger struct{}

func (emptyLedger) QueueDepths(context.Context) ([]pos.QueueDepth, error) { return nil, nil }

func (emptyLedger) OutboxDepth(context.Context) (int, time.Time, error) { return 0, time.Time{}, nil }

// exposed returns the names of all series that the gateway can expose, _bucket, _sum and _count included.
func exposed(t *testing.T) map[string]bool {
	t.Helper()
	m := metrics.New(metrics.Config{Ledger: emptyLedger{}})
	// A metric with labels shows from its first use on.
	m.GraphQLRequest("x", time.Second, true)
	m.GraphQLKept("x")
	m.HTTPRequest("x", 200, time.Second)
	m.MagentoRequest("x", 200, time.Second)
	m.PlacementStep(pos.StepOrder, "x", time.Second)
	m.OrderSettled(time.Second)
	m.TotalsDifference(1, "USD")
	m.Webhook("x", "x")
	m.CatalogLag("x", time.Second)
	m.BusMessage("x", "x")
	m.CatalogJob("x", "x", 1, time.Second, nil)
	m.CatalogBroken("x", 1)
	m.Rail("response", "scan", time.Second)
	m.ShowBusBacklog(func(context.Context) (map[string]int, error) { return map[string]int{"x": 1}, nil })
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	names := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^([a-z_]+)[{ ]`).FindAllStringSubmatch(w.Body.String(), -1) {
		names[match[1]] = true
	}
	return names
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func parse[T any](t *testing.T, path string) T {
	t.Helper()
	var v T
	if err := yaml.Unmarshal([]byte(read(t, path)), &v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v
}

func TestMetricNames(t *testing.T) {
	t.Parallel()
	have := exposed(t)
	name := regexp.MustCompile(`\b(?:tillway|process)_[a-z_]+\b`)
	t.Run("every metric that a rule names exists", func(t *testing.T) {
		t.Parallel()
		found := 0
		for _, r := range rules(t) {
			for _, n := range name.FindAllString(r.Expr, -1) {
				found++
				if !have[n] {
					t.Errorf("%s asks for %s, which nothing exposes", r.Alert, n)
				}
			}
		}
		if found < 10 {
			t.Errorf("only %d names found in the rules", found)
		}
	})
	t.Run("every metric that the rules' tests feed exists", func(t *testing.T) {
		t.Parallel()
		for _, n := range regexp.MustCompile(`series: '(tillway_[a-z_]+)`).FindAllStringSubmatch(read(t, "prometheus/tillway.rules.test.yml"), -1) {
			if !have[n[1]] {
				t.Errorf("a test feeds %s, which nothing exposes", n[1])
			}
		}
	})
	t.Run("every metric that the dashboard shows exists, and it shows every one of ours", func(t *testing.T) {
		t.Parallel()
		text := read(t, "grafana/tillway.json")
		shown := map[string]bool{}
		for _, n := range name.FindAllString(text, -1) {
			shown[family(n)] = true
			if !have[n] {
				t.Errorf("the dashboard asks for %s, which nothing exposes", n)
			}
		}
		for n := range have {
			if strings.HasPrefix(n, "tillway_") && !shown[family(n)] {
				t.Errorf("no panel shows %s", n)
			}
		}
	})
}

func family(series string) string {
	for _, suffix := range []string{"_bucket", "_sum", "_count"} {
		if base, ok := strings.CutSuffix(series, suffix); ok {
			return base
		}
	}
	return series
}

type rule struct {
	Alert       string
	Expr        string
	Labels      map[string]string
	Annotations map[string]string
}

func rules(t *testing.T) []rule {
	t.Helper()
	file := parse[struct{ Groups []struct{ Rules []rule } }](t, "prometheus/tillway.rules.yml")
	var out []rule
	for _, g := range file.Groups {
		out = append(out, g.Rules...)
	}
	return out
}

func TestRules(t *testing.T) {
	t.Parallel()
	t.Run("every alert says what happened and what to do, and is tested both silent and firing", func(t *testing.T) {
		t.Parallel()
		tests := parse[struct {
			Tests []struct {
				Alerts []struct {
					Name   string `yaml:"alertname"`
					Expect []any  `yaml:"exp_alerts"`
				} `yaml:"alert_rule_test"`
			}
		}](t, "prometheus/tillway.rules.test.yml")
		silent, firing := map[string]bool{}, map[string]bool{}
		for _, test := range tests.Tests {
			for _, a := range test.Alerts {
				if len(a.Expect) == 0 {
					silent[a.Name] = true
				} else {
					firing[a.Name] = true
				}
			}
		}
		for _, r := range rules(t) {
			if r.Annotations["summary"] == "" || r.Annotations["description"] == "" {
				t.Errorf("%s has no summary or description", r.Alert)
			}
			if s := r.Labels["severity"]; s != "warning" && s != "critical" {
				t.Errorf("%s has severity %q", r.Alert, s)
			}
			if !silent[r.Alert] || !firing[r.Alert] {
				t.Errorf("%s is tested silent %v, firing %v", r.Alert, silent[r.Alert], firing[r.Alert])
			}
		}
	})
	for _, args := range [][]string{{"check", "config", "prometheus.yml"}, {"check", "rules", "tillway.rules.yml"}, {"test", "rules", "tillway.rules.test.yml"}} {
		t.Run("promtool "+strings.Join(args, " ")+" finds no fault", func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), testserver.Program(t, "prometheus", "promtool"), args...)
			cmd.Dir = "prometheus"
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func TestDashboard(t *testing.T) {
	t.Parallel()
	t.Run("it is JSON whose panels have ids of their own, do not overlap and ask the chosen data source", func(t *testing.T) {
		t.Parallel()
		var d struct {
			UID    string
			Panels []struct {
				ID         int
				Title      string
				Type       string
				GridPos    struct{ X, Y, W, H int }
				Datasource struct{ UID string }
				Targets    []struct{ Expr string }
			}
		}
		if err := json.Unmarshal([]byte(read(t, "grafana/tillway.json")), &d); err != nil {
			t.Fatal(err)
		}
		ids := map[int]bool{}
		cells := map[[2]int]string{}
		for _, p := range d.Panels {
			if ids[p.ID] || p.Title == "" {
				t.Errorf("panel %d %q: id or title", p.ID, p.Title)
			}
			ids[p.ID] = true
			if p.Type != "row" && (p.Datasource.UID != "${datasource}" || len(p.Targets) == 0) {
				t.Errorf("%s: data source %q, %d targets", p.Title, p.Datasource.UID, len(p.Targets))
			}
			if p.GridPos.X+p.GridPos.W > 24 {
				t.Errorf("%s is wider than the grid", p.Title)
			}
			for x := range p.GridPos.W {
				for y := range p.GridPos.H {
					cell := [2]int{p.GridPos.X + x, p.GridPos.Y + y}
					if other := cells[cell]; other != "" {
						t.Fatalf("%s overlaps %s", p.Title, other)
					}
					cells[cell] = p.Title
				}
			}
		}
		if d.UID == "" || len(d.Panels) < 20 {
			t.Errorf("uid %q, %d panels", d.UID, len(d.Panels))
		}
	})
	t.Run("the provisioning files are YAML", func(t *testing.T) {
		t.Parallel()
		files, err := filepath.Glob("grafana/provisioning/*/*.yaml")
		if err != nil || len(files) != 2 {
			t.Fatalf("%v %v", files, err)
		}
		for _, f := range files {
			if v := parse[map[string]any](t, f); v["apiVersion"] == nil {
				t.Errorf("%s has no apiVersion", f)
			}
		}
	})
}

type service struct {
	Image       string
	Build       *struct{ Context, Dockerfile string }
	Environment map[string]string
	Secrets     []string
	Volumes     []string
	Networks    []string
	Ports       []string
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Healthcheck *struct{ Test []string }
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
}

type compose struct {
	Services map[string]service
	Volumes  map[string]any
	Networks map[string]any
	Secrets  map[string]struct{ File string }
}

func TestCompose(t *testing.T) {
	t.Parallel()
	c := parse[compose](t, "compose.yaml")
	t.Run("every image has a version", func(t *testing.T) {
		t.Parallel()
		for name, s := range c.Services {
			_, tag, ok := strings.Cut(s.Image, ":")
			if !ok || tag == "" || tag == "latest" {
				t.Errorf("%s runs %q", name, s.Image)
			}
		}
	})
	t.Run("volumes, networks, secrets and services that are named exist", func(t *testing.T) {
		t.Parallel()
		for name, s := range c.Services {
			for _, v := range s.Volumes {
				source, _, _ := strings.Cut(v, ":")
				_, declared := c.Volumes[source]
				switch {
				case source == "./shops.yaml":
					source = "./shops.example.yaml" // made from the example
					fallthrough
				case strings.HasPrefix(source, "."):
					if _, err := os.Stat(source); err != nil {
						t.Errorf("%s mounts %s: %v", name, source, err)
					}
				case !declared:
					t.Errorf("%s mounts volume %s, which is not declared", name, source)
				}
			}
			for _, n := range s.Networks {
				if _, ok := c.Networks[n]; !ok {
					t.Errorf("%s joins network %s, which is not declared", name, n)
				}
			}
			for _, secret := range s.Secrets {
				if _, ok := c.Secrets[secret]; !ok {
					t.Errorf("%s uses secret %s, which is not declared", name, secret)
				}
			}
			for key, value := range s.Environment {
				if secret, ok := strings.CutPrefix(value, "/run/secrets/"); ok && !slices.Contains(s.Secrets, secret) {
					t.Errorf("%s of %s points at secret %s, which the service is not given", key, name, secret)
				}
			}
			for other := range s.DependsOn {
				if c.Services[other].Healthcheck == nil {
					t.Errorf("%s waits for %s to be healthy, which has no health check", name, other)
				}
			}
		}
	})
	t.Run("the gateway is given only settings that it has", func(t *testing.T) {
		t.Parallel()
		known := map[string]bool{}
		for _, m := range regexp.MustCompile(`env:"(TILLWAY_[A-Z_]+)"`).FindAllStringSubmatch(read(t, "../gateway/app/config.go"), -1) {
			known[m[1]] = true
		}
		settings := maps.Clone(c.Services["tillway"].Environment)
		for _, m := range regexp.MustCompile(`TILLWAY_[A-Z_]+`).FindAllString(read(t, "Dockerfile"), -1) {
			settings[m] = ""
		}
		for name := range settings {
			if !known[name] && !known[strings.TrimSuffix(name, "_FILE")] {
				t.Errorf("%s is not a setting of the gateway", name)
			}
		}
	})
	t.Run("only what people use is published, and the gateway runs without privileges", func(t *testing.T) {
		t.Parallel()
		for name, s := range c.Services {
			if (name == "mariadb" || name == "redis") && (len(s.Ports) > 0 || !slices.Equal(s.Networks, []string{"inside"})) {
				t.Errorf("%s can be reached from outside", name)
			}
		}
		gateway := c.Services["tillway"]
		if !gateway.ReadOnly || !slices.Equal(gateway.CapDrop, []string{"ALL"}) {
			t.Errorf("read_only %v, cap_drop %v", gateway.ReadOnly, gateway.CapDrop)
		}
	})
}

func TestDockerfile(t *testing.T) {
	t.Parallel()
	text := read(t, "Dockerfile")
	t.Run("what it copies exists and passes the ignore file", func(t *testing.T) {
		t.Parallel()
		ignore := read(t, "Dockerfile.dockerignore")
		copied := regexp.MustCompile(`(?m)^COPY (\S.*) \S+$`).FindAllStringSubmatch(text, -1)
		if len(copied) < 8 {
			t.Fatalf("only %d COPY lines found", len(copied))
		}
		for _, m := range copied {
			if strings.HasPrefix(m[1], "--from") {
				continue
			}
			for source := range strings.FieldsSeq(m[1]) {
				if _, err := os.Stat(filepath.Join("..", source)); err != nil {
					t.Errorf("COPY %s: %v", source, err)
				}
				top, _, _ := strings.Cut(source, "/")
				if !strings.Contains(ignore, "\n!"+top+"\n") {
					t.Errorf("%s is kept out by Dockerfile.dockerignore", source)
				}
			}
		}
	})
	t.Run("every package of the binary is copied, and what it embeds is not ignored", func(t *testing.T) {
		t.Parallel()
		cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}|{{range .EmbedFiles}}{{.}} {{end}}{{end}}", "./gateway/cmd/tillway")
		cmd.Dir = ".."
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			pkg, embedded, _ := strings.Cut(strings.TrimSpace(line), "|")
			path, ours := strings.CutPrefix(pkg, "github.com/tillway/tillway/")
			if !ours {
				continue
			}
			top, _, _ := strings.Cut(path, "/")
			if !strings.Contains(text, "\nCOPY "+top+"/") {
				t.Errorf("%s is not copied", pkg)
			}
			if strings.Contains(embedded, "testdata/") {
				t.Errorf("%s embeds test data, which is kept out of the image", pkg)
			}
		}
	})
	t.Run("it runs as an ordinary user and checks itself with a command that exists", func(t *testing.T) {
		t.Parallel()
		user := regexp.MustCompile(`(?m)^USER (\S+)$`).FindAllStringSubmatch(text, -1)
		if len(user) == 0 || strings.HasPrefix(user[len(user)-1][1], "0") || user[len(user)-1][1] == "root" {
			t.Errorf("user %v", user)
		}
		check := regexp.MustCompile(`HEALTHCHECK .*"/usr/local/bin/tillway", "([a-z]+)"\]`).FindStringSubmatch(text)
		if check == nil || !regexp.MustCompile(`(?im)^\s*`+check[1]+`\s+\w+\s+`+"`cmd:").MatchString(read(t, "../gateway/cmd/tillway/commands.go")) {
			t.Errorf("health check %v is no command of tillway", check)
		}
	})
}

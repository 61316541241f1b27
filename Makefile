# `make` prints this list. `make demo` and `make test` do their own set-up.
SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
PORT        ?= 8080
BIN         := .bin
LINT        := $(BIN)/golangci-lint
LINT_AT     := v2.15.0
# Tests of one Go package that run at once. They mostly wait for servers: as many as there are cores, which is Go's way, takes twice as long.
AT_ONCE     := 4
GO_FILES    := $(shell git ls-files -co --exclude-standard '*.go' '*.sql' '*.graphqls' '*.yaml' go.mod go.sum 2>/dev/null)
PWA_FILES   := $(shell git ls-files -co --exclude-standard pwa graph/*.graphqls 2>/dev/null | grep -vE '^pwa/(e2e|bench)/')

.PHONY: help demo run test test/unit test/race test/pwa e2e chaos bench bench-pwa fuzz lint generate verify servers clean

help: ## print this list
	@grep -hE '^[a-z/-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z\/-]+):.*## /\1\t/' | expand -t 14

demo: $(BIN)/tillway ## run everything in one process, Magento stand-in included, on http://localhost:8080 (PORT changes it)
	PORT=$(PORT) exec $(BIN)/tillway demo

run: $(BIN)/tillway ## run the gateway against the shop that TILLWAY_* variables describe
	exec $(BIN)/tillway serve

test: servers test/unit test/pwa e2e ## install what is missing, then run every test

test/unit: pwa/dist/index.html ## Go tests, with real Redis, MariaDB and promtool
	REQUIRE_SERVERS=1 go test -shuffle=on -parallel $(AT_ONCE) -timeout 10m ./...

test/race: pwa/dist/index.html ## the same under the race detector
	REQUIRE_SERVERS=1 go test -race -parallel $(AT_ONCE) -timeout 20m ./...

test/pwa: pwa/node_modules/.package-lock.json ## the register's unit tests
	cd pwa && npm run --silent typecheck && npm run --silent test

e2e: $(BIN)/tillway ## the whole story in Chromium
	cd pwa && npm run --silent e2e

chaos: pwa/dist/index.html ## sell 2,000 orders while everything fails (TILLWAY_CHAOS_SEED=… repeats a story)
	REQUIRE_SERVERS=1 TILLWAY_CHAOS_ORDERS=2000 TILLWAY_CHAOS_SEED=$${TILLWAY_CHAOS_SEED:-$$RANDOM} \
	  go test -run TestChaos -count 1 -timeout 30m -v ./gateway/app

bench: servers pwa/dist/index.html ## performance, each figure as a ratio to a baseline run beside it
	@mkdir -p $(BIN)
	REQUIRE_SERVERS=1 go test -run '^$$' -bench . -benchtime $(or $(BENCHTIME),2s) ./... | tee $(BIN)/bench.txt
	@echo; echo "ratios (x<baseline>: above 1 is better than the baseline where it counts what is done, worse where it counts time)"
	@awk '/^Benchmark/ { for (i = 3; i < NF; i += 2) if ($$(i+1) ~ /^x/) printf "%-48s %8.2f %s\n", $$1, $$i, $$(i+1) }' $(BIN)/bench.txt

bench-pwa: $(BIN)/tillway ## the register's speed in Chromium, slowed down, with 100,000 SKUs
	cd pwa && npm run --silent bench

fuzz: ## every decoder of outside bytes, 20 s each
	@go list -f '{{.ImportPath}} {{join .TestGoFiles " "}} {{join .XTestGoFiles " "}}' ./... | while read -r pkg _; do \
	  for f in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do go test -run '^$$' -fuzz "^$$f\$$" -fuzztime 20s $$pkg; done; done

lint: $(LINT) pwa/node_modules/.package-lock.json ## static checks of Go and TypeScript
	$(LINT) run ./...
	cd pwa && npm run --silent lint

generate: pwa/node_modules/.package-lock.json ## write every generated file anew
	go tool gqlgen generate
	go test ./gateway/app -run 'TestReadme' -update >/dev/null
	cd pwa && npm run --silent generate

verify: generate ## fail when a generated file or go.mod is out of date
	go mod tidy
	@git diff --exit-code --stat -- . || { echo "generated files are out of date: commit what make generate wrote"; exit 1; }

servers: ## install the servers that tests start (Debian; others: redis-server, mariadb-server, chromium, prometheus, nginx)
	@missing=""; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	[ -x /usr/sbin/mariadbd ] || command -v mariadbd >/dev/null || missing="$$missing mariadb-server"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v promtool >/dev/null || missing="$$missing prometheus"; \
	[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing="$$missing nginx-light"; \
	[ -z "$$missing" ] && exit 0; \
	sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	command -v apt-get >/dev/null || { echo "please install:$$missing"; exit 1; }; \
	export DEBIAN_FRONTEND=noninteractive; \
	$$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null

clean: ## remove what was built
	rm -rf $(BIN) pwa/node_modules pwa/dist/assets pwa/dist/index.html

$(BIN)/tillway: $(GO_FILES) pwa/dist/index.html
	go build -trimpath -o $@ ./gateway/cmd/tillway

$(LINT):
	GOBIN=$(CURDIR)/$(BIN) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_AT)

pwa/node_modules/.package-lock.json: pwa/package.json pwa/package-lock.json
	@# Not npm ci: it refuses a lock file without the builds for other platforms, which not every registry serves.
	cd pwa && npm install --no-save --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json

pwa/dist/index.html: pwa/node_modules/.package-lock.json $(PWA_FILES)
	cd pwa && npm run --silent build && touch dist/index.html

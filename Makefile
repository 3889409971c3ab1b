# Everything that a developer or CI does is a target here; `make` lists them.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# h3 and SQLite are C: without cgo nothing builds.
export CGO_ENABLED := 1

VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
LISTEN   ?= 127.0.0.1:8080
DATA     ?= ./var
FUZZTIME ?= 10s
BENCH    ?= .
PKG      ?= ./...

# The vulnerability database beside the project, else govulncheck's own.
VULNDB ?= $(patsubst %/index/db.json,file://%,$(realpath ../shared/vulndb/index/db.json))

# need PROGRAM,HOW TO GET IT
need = command -v $(1) >/dev/null || { echo "$(1) is missing: $(2)" >&2; exit 1; }

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

.PHONY: tools
tools:
	@$(call need,go,install Go 1.26 or newer)
	@$(call need,$$(go env CC),install a C compiler such as gcc; h3 and SQLite are written in C)

.PHONY: build
build: tools ## build bin/learnmap
	go build -ldflags '-X main.release=$(VERSION)' -o bin/learnmap ./cmd/learnmap

.PHONY: run
run: build ## build, and serve the demo data on http://127.0.0.1:8080
	@exec bin/learnmap serve --listen $(LISTEN) --data $(DATA) --demo

.PHONY: test
test: tools ## run all tests; says which it had to skip
	@.ci/install
	@go test -v -timeout 15m $(TESTFLAGS) $(PKG) 2>&1 | awk -v require=$(LEARNMAP_TEST_REQUIRE) -f .ci/report.awk

.PHONY: race
race: TESTFLAGS += -race
race: test ## the same with the race detector

.PHONY: lint
lint: tools ## check the format, vet and staticcheck
	@unformatted=$$(find . -name node_modules -prune -o -name '*.go' -print | xargs gofmt -l); \
	[ -z "$$unformatted" ] || { echo "run gofmt -w on:" $$unformatted; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: vuln
vuln: tools ## look for known vulnerabilities (VULNDB=file:///path for a database of your own)
	go tool govulncheck $(if $(VULNDB),-db $(VULNDB)) ./... || { code=$$?; \
	[ $$code -eq 3 ] || echo "govulncheck could not finish; where the public database is out of reach, name a copy with VULNDB=file:///path" >&2; \
	exit $$code; }

.PHONY: fuzz
fuzz: tools ## run each fuzz target for FUZZTIME (10s)
	@.ci/fuzz $(FUZZTIME)

.PHONY: bench
bench: tools ## run the benchmarks (BENCH=Name for some of them)
	go test -run '^$$' -bench '$(BENCH)' -benchmem $(PKG)

.PHONY: golden
golden: tools ## rewrite the expected outputs that tests compare with
	go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -rn1 dirname | sort -u) -update

.PHONY: npm
npm: tools
	@$(call need,npm,install Node.js with npm; the packages that the generators read are fetched with it)

.PHONY: borders
borders: npm ## generate the country borders and time zones anew
	go generate ./data/place

.PHONY: basemap
basemap: npm ## generate the base map anew
	go generate ./web/basemap

.PHONY: check
check: lint vuln test race ## what CI runs

.PHONY: clean
clean: ## remove what was built; your data in ./var stays
	rm -rf bin
	find . -name node_modules -prune -o \( -name '*.test' -o -name '*.prof' \) -type f -exec rm -f {} +

# Willing. The two commands that matter: `make demo` and `make test`.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
.ONESHELL:

GO      ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
LDFLAGS := -s -w -X willing/cli.Version=$(VERSION)

# Everything is compiled with the same flags, so that nothing is compiled twice.
export GOFLAGS := $(GOFLAGS) -trimpath
WASM    := GOOS=js GOARCH=wasm $(GO)
SMALL   := -gcflags=all=-l

# Files with tests that switch gates and checks off; they are built with the tag "mutation".
MUTATION = $$(grep -rl --include='*_test.go' '^//go:build mutation' .)

# The phone's program is packed as small as it goes. What only tests or shows it is content with PACK=-quick, which takes
# a second instead of a minute or two.
PACK ?=
demo test browser: PACK = -quick

# Not part of check: it is fetched from the module proxy, and the checks must run without a network.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# A busy or slow machine is no fault: the longest package, a season of exchange for each of 200 seeds, takes minutes.
PATIENCE := -timeout 40m

# So many files of browser tests run at a time.
BROWSERS ?= 2

.PHONY: build phone demo test browser mutation sim check lint docs bench bench-quick bench-write bench-full clean help

build: phone ## bin/willing, with the phone's application in it
	CGO_ENABLED=0 $(GO) build -ldflags '$(LDFLAGS)' -o bin/willing ./cmd/willing

phone: ## the phone's application, compiled to WebAssembly and packed; packing a new one takes a minute or two
	@mkdir -p build
	$(WASM) build $(SMALL) -ldflags '-s -w' -o build/phone.wasm ./phone/browser
	$(GO) run ./phone/pack $(PACK) build/phone.wasm phone/app/built/willing.wasm.br
	cp "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" phone/app/built/wasm_exec.js

demo: build ## play the scenario into a fresh folder, tell its story and open the running headquarters
	@dir=$$(mktemp -d "$${TMPDIR:-/tmp}/willing-demo.XXXXXX")
	bin/willing demo --dir "$$dir/house"

test: phone ## everything, with the phone's application built in: vet, all tests with their fuzz corpora, the tests that switch gates off, the browser
	$(GO) vet ./...
	$(GO) vet -tags mutation ./...
	$(GO) test -vet=off $(PATIENCE) ./...
	$(MAKE) --no-print-directory mutation
	$(MAKE) --no-print-directory browser

browser: build ## journeys through the pages in the system's Chromium; pictures in build/screenshots/
	@cd tests/browser
	npm ci --no-audit --no-fund --loglevel=error
	node --test --test-concurrency=$(BROWSERS) --test-reporter=spec
	cd ../..
	$(WASM) test -c $(SMALL) -o build/indexeddb.wasm ./store/indexeddb
	node tests/browser/wasm.mjs build/indexeddb.wasm

mutation: ## with each gate and each check switched off, some story must fail
	@files="$(MUTATION)"
	tests=$$(sed -n 's/^func \(Test[A-Za-z0-9_]*\)(.*/\1/p' $$files | sort -u | paste -sd '|')
	$(GO) test -vet=off $(PATIENCE) -tags mutation -run "^($$tests)$$" $$(dirname $$files | sort -u)

SEEDS ?= 1000

sim: ## seasons of exchange with everything going wrong, one for each of SEEDS; tells those that break an invariant
	@$(GO) run ./tests/sim -seeds $(SEEDS)

check: ## formatting, vet, and the rules of the house
	@unformatted=$$(gofmt -l $$(find . -name '*.go' -not -path '*/node_modules/*'))
	if [ -n "$$unformatted" ]; then printf 'not formatted by gofmt:\n%s\n' "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(WASM) build $(SMALL) -o /dev/null ./phone/browser
	for script in tests/browser/*.mjs; do node --check "$$script"; done
	for script in web/static/*.js phone/app/files/*.js; do node --input-type=module --check <"$$script"; done
	$(GO) test -count=1 ./tests/house

lint: ## staticcheck, fetched from the module proxy
	$(GO) run $(STATICCHECK) ./...

docs: ## write the generated pages of docs/ anew
	$(GO) test -count=1 ./tests/house -update

bench: ## the figures of this machine at 10 k, 100 k and 1 M people (an hour or more)
	$(GO) test -run '^$$' -bench Fold -benchtime 2s ./casebook
	$(GO) run ./tests/bench -full

bench-quick: ## the same at 10 k people
	$(GO) run ./tests/bench -quick

bench-write: ## only what writes: the import and durable commits, at 10 k and 100 k people (some minutes)
	$(GO) run ./tests/bench -write

bench-full: bench ## reserved for ten million events; today the same as bench

clean: ## take away what was built
	rm -rf bin build phone/app/built/willing.wasm.br phone/app/built/wasm_exec.js

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

# Every target does what it needs first: `make serve` on a fresh clone installs, builds and starts.
# The work is in scripts/; see each file's first lines.
#
#   make build PROFILE=quick                               builds faster, runs a little slower
#   make build PHP=php8.4 PHP_CONFIG=php-config8.4         for another PHP than the default one
#   make serve EXAMPLE=examples/websocket/broadcast.php    another example
#   make autobahn CASES=compressed                         the suite with compression on
#   make test PARTS=phpt PHPT=php-tests/websocket          some of the tests
#   make fuzz FUZZ=message TIME=600                        one fuzz target for ten minutes

EXAMPLE ?= examples/websocket/server.php

.DEFAULT_GOAL := help
.PHONY: help setup build serve test soak test-php84 test-valgrind autobahn fuzz lint install uninstall bench bench-coroutines bench-clients clean
.NOTPARALLEL:

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing to build and test (Debian and Ubuntu)
	@scripts/setup.sh test

build: ## Build target/release/swoole.so
	@scripts/setup.sh
	@scripts/build.sh

serve: build ## Start the WebSocket example on http://127.0.0.1:9502/
	@scripts/serve.sh $(EXAMPLE)

test: setup build ## Run all tests: unit, phpt (plain, opcache + JIT), clients, Autobahn, browser
	@scripts/test.sh $(PARTS)

test-php84: setup ## Build and run the phpt with PHP 8.4 of Debian's newer release (root, debootstrap)
	@scripts/test-in-debian.sh trixie

test-valgrind: setup build ## A chosen set of phpt under valgrind
	@scripts/test-valgrind.sh

soak: setup build ## Run the soak tests at full size: millions of coroutines and hand-overs, 100,000 connections
	@SOAK=full TEST_TIMEOUT=3600 PHPT=php-tests/soak scripts/test.sh phpt

autobahn: setup build ## Run the whole Autobahn WebSocket suite
	@tests/autobahn/run.sh $(CASES)

fuzz: setup ## Fuzz the pure rooms, each for a minute
	@scripts/fuzz.sh "$(FUZZ)" "$(TIME)"

lint: setup ## Check format, clippy, PHP syntax, links between documents, shell scripts
	@scripts/lint.sh

install: build ## Install swoole.so into this machine's PHP and switch it on
	@scripts/install.sh

uninstall: ## Undo `make install`
	@scripts/install.sh uninstall

bench: build ## Measure against the references and print one table
	@CARGO_TARGET_DIR=target/bench cargo run --release --manifest-path bench/Cargo.toml --bin bench -- $(BENCH)

bench-coroutines: build ## Measure coroutines beside PHP's Fiber
	@php bench/php/coroutines.php

bench-clients: build ## Measure the HTTP and WebSocket client beside Rust's
	@scripts/bench-clients.sh

clean: ## Remove everything that was built
	cargo clean

# sretop: `make demo` is the main job, `make test` checks everything. Both set up what they need.
# One configuration throughout: what is tested is what runs.
SWIFT_FLAGS := -c release --explicit-target-dependency-import-check error
SRETOP := .build/release/sretop
# Inside the service's container, where its control routes need no token.
SERVICE := Scripts/compose exec -T unstable-api /usr/local/bin/sretop
export PATH := $(CURDIR)/.build/tools/usr/bin:$(PATH)
# Conformance data, where it lies beside the project; tests that need it skip without it, saying why.
ifneq ($(wildcard ../shared/corpora),)
export SRETOP_CORPORA ?= $(abspath ../shared/corpora)
endif
# A crash report asks no questions in the middle of a screen; tests that crash on purpose want none.
export SWIFT_BACKTRACE ?= interactive=no
test test-real unit: export SWIFT_BACKTRACE = enable=no

# Suites that watch many real programs for minutes: make test-real runs them.
LONG_SUITES := ExponentialHistogramTests|PageCaseTests|PrometheusCaseTests|RealServicesTests|StoredHistogramTests

# What --version says of the build: the commit and its day; nothing outside of a checkout.
export SRETOP_BUILD ?= $(shell git log -1 --format='%h, %cs' 2>/dev/null)
PREFIX ?= /usr/local
# The Swift libraries inside, in a folder of its own: what runs on any Linux of this architecture.
STATIC_FLAGS := -c release --static-swift-stdlib --scratch-path .build/static
DIST := .build/dist

.DEFAULT_GOAL := help
.PHONY: help demo serve build test test-real unit lint format check install uninstall release deb package-check generate bench bench-engine bench-load bench-faults differential fuzz screens up down chaos fix container-check clean

help: ## list what can be made
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## break a service and watch it: l load, f fix, x faults, q quit
	@$(SRETOP) demo

serve: build ## the unstable service alone, on 127.0.0.1:8000
	@$(SRETOP) serve

build: ## build sretop (sets up compiler libraries first)
	@Scripts/setup build
	@Scripts/quiet "building sretop (the first time takes some minutes)" \
		swift build $(SWIFT_FLAGS) --product sretop

test: ## every test, against real tmux and a real Prometheus (sets them up first)
	@Scripts/setup build
	@Scripts/setup test & fetching=$$!; \
	Scripts/quiet "building sretop and its tests (the first time takes some minutes)" \
		swift build $(SWIFT_FLAGS) --build-tests; \
	built=$$?; wait $$fetching && exit $$built
	@Scripts/test --skip '$(LONG_SUITES)'

test-real: ## the end-to-end tests on every version of every real program, and in combination; an hour and more
	@Scripts/setup test
	@Scripts/quiet "building sretop and its tests (the first time takes some minutes)" \
		swift build $(SWIFT_FLAGS) --build-tests
	@Scripts/test-real

unit: ## the tests that need neither tmux nor Prometheus
	@Scripts/setup build
	swift test $(SWIFT_FLAGS) --no-parallel --skip EndToEndTests

lint: ## the formatter's opinion, and no circle of rooms, as errors
	@git ls-files '*.swift' | xargs swift format lint --strict --parallel --configuration .swift-format
	@Scripts/rooms

format: ## format every source file
	@git ls-files '*.swift' | xargs swift format --in-place --parallel --configuration .swift-format

check: lint test ## exactly what continuous integration runs

install: build ## below PREFIX=/usr/local (and DESTDIR=): the program, manual pages, completions
	@Scripts/install $(SRETOP) $(PREFIX)

uninstall: ## removes what install put there
	@Scripts/install --remove $(PREFIX)

.build/static/release/sretop: FORCE
	@Scripts/setup build
	@Scripts/quiet "building sretop with the Swift libraries inside (some ten minutes at first)" \
		swift build $(STATIC_FLAGS) --product sretop
FORCE:

release: .build/static/release/sretop ## a tarball that runs anywhere, and its checksums, in .build/dist
	@Scripts/package tarball $< $(DIST)

deb: .build/static/release/sretop ## a Debian package in .build/dist
	@Scripts/package deb $< $(DIST)

package-check: deb ## the Debian package installed, tried and removed in a container
	@Scripts/package-check $(DIST)/sretop_*.deb

generate: build ## write rules, their tests, dashboards and PrometheusRules anew, from slo/ and the catalogue
	@Scripts/generate

bench: build ## what the screen costs, with btop beside it; resizes; some ten minutes
	@Scripts/quiet "building screenbench" swift build $(SWIFT_FLAGS) --product screenbench
	@Scripts/bench/screen

bench-engine: build ## what pages, samples and PromQL cost, with Prometheus's own figures beside ours
	@Scripts/setup test
	@for name in expositionbench promqlbench; do \
		Scripts/quiet "building $$name" swift build $(SWIFT_FLAGS) --product $$name || exit; \
	done
	@Scripts/bench/exposition; first=$$?; Scripts/bench/promql && exit $$first

bench-load: build ## the load driver beside wrk and hey, against nginx: speed, cost, punctuality; half an hour
	@Scripts/setup test
	@Scripts/bench/load

bench-faults: build ## the fault matrix: what each fault injects beside what PromQL says of it; ten minutes
	@Scripts/bench/faults

differential: build ## random questions to real Prometheis and to sretop's engine: the answers have to be equal
	@Scripts/setup test
	@Scripts/quiet "building promconformance" swift build $(SWIFT_FLAGS) --product promconformance
	@for server in .build/tools/usr/bin/prometheus .build/tools/prometheus-*/usr/bin/prometheus; do \
		if [ -x $$server ]; then Scripts/differential --server $$server || exit; fi; \
	done

FUZZ_SECONDS ?= 600
fuzz: ## random inputs for parsers, engine and blocks; FUZZ_SECONDS=600 each
	@Scripts/setup build
	@Scripts/quiet "building promfuzz" swift build $(SWIFT_FLAGS) --product promfuzz
	@for subject in exposition protobuf promql block; do \
		.build/release/promfuzz $$subject --seconds $(FUZZ_SECONDS) --inputs 1000000000 \
			$(if $(SRETOP_CORPORA),--corpus $(SRETOP_CORPORA)) || exit; \
	done

screens: build ## take the pictures in docs/screens
	@Scripts/screens
	@Scripts/screens-prometheus

up: ## the whole stack in containers, on 127.0.0.1: service, Prometheus, Alertmanager, Grafana
	@Scripts/up

chaos: ## in containers: the defect on, and 200 requests a second for 15 minutes
	@$(SERVICE) faults on errors --route /risky --url http://127.0.0.1:8000
	@Scripts/compose --profile load up -d load

fix: ## in containers: every fault off; the load goes on
	@$(SERVICE) faults reset --url http://127.0.0.1:8000

down: ## stop and remove the containers; what was measured stays in their volumes
	@Scripts/down

container-check: ## image and stack tried out: built, confined, alert fires, fix resolves it; some 15 minutes
	@Scripts/container-check

clean: ## remove everything built
	rm -rf .build

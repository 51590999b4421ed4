# What a developer runs; `make help` lists it. The work itself is in scripts/, so that it can also be run by hand.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# The toolchain in PATH, or the one in a usual place.
SWIFT_DIRECTORY := $(shell scripts/find-swift)
export PATH := $(if $(SWIFT_DIRECTORY),$(SWIFT_DIRECTORY):)$(PATH)

PROGRAM := .build/release/ledgerbridge

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: bootstrap
bootstrap: ## Install what the build needs, if anything is missing
	@scripts/bootstrap

.PHONY: demo
demo: release ## Build, play a trading day against sandboxes with a crash in the middle, open the console; TARGET=afas for other books
	@$(PROGRAM) demo --directory demo $(if $(TARGET),--target $(TARGET)) $(ARGUMENTS)

.PHONY: test
test: ## Lint, build, test (also in a browser) and document: what the build server runs
	@scripts/bootstrap --tests
	@scripts/test

.PHONY: build
build: bootstrap ## Build everything for development, tests included
	@swift build --build-tests

.PHONY: release
release: bootstrap ## Build the program, optimised: .build/release/ledgerbridge
	@swift build --configuration release --product ledgerbridge

.PHONY: bench
bench: release ## Measure speed beside the limits of this machine; QUICK=1 for less than a minute
	@$(PROGRAM) bench $(if $(QUICK),--quick)

.PHONY: lint
lint: bootstrap ## Check the format, the arrows between rooms, and marks of unfinished work
	@scripts/lint

.PHONY: format
format: bootstrap ## Format all sources in place
	@swift format --in-place --parallel --recursive Sources Tests Package.swift

.PHONY: docs
docs: bootstrap ## Build the documentation of all rooms: .docs/site
	@scripts/docs

.PHONY: tables
tables: bootstrap ## Write the tables in the documents anew from the code
	@LEDGERBRIDGE_WRITE_TABLES=1 swift test --disable-xctest --quiet --filter DocumentTableTests

.PHONY: simulate
simulate: bootstrap ## Run the whole product under seeded faults: SEEDS=10000 for many, SEED=42 to replay one
	@swift build --configuration release --product simulate --quiet
	@.build/release/simulate $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),1000) $(if $(FROM),--from $(FROM))) \
		$(if $(CANARY),--canary $(CANARY)) $(if $(STORE),--store $(STORE)) $(if $(TARGET),--target $(TARGET))

.PHONY: torture
torture: release ## Kill the real service a hundred times while everything goes wrong; ten minutes. ARGUMENTS="--kills 10" for less
	@$(PROGRAM) torture $(if $(TARGET),--target $(TARGET)) $(ARGUMENTS)

.PHONY: night
night: release ## Book 50,000 invoices within the books' limits on a clock that skips waiting. ARGUMENTS="--documents 2000" for less
	@$(PROGRAM) night $(ARGUMENTS)

.PHONY: fuzz
fuzz: bootstrap ## Fuzz every reader of outside bytes, guided by coverage: SECONDS_EACH=600 is the rule, READERS="json zip" for some
	@scripts/fuzz $(if $(SECONDS_EACH),--seconds $(SECONDS_EACH)) $(READERS)

.PHONY: browser
browser: ## The stories of people in finance, and what must hold of every page, in a headless Chromium
	@scripts/bootstrap --tests
	@scripts/browser

.PHONY: screenshots
screenshots: ## Picture every page of the console, light and dark, wide and narrow: .screenshots
	@scripts/bootstrap --tests
	@scripts/browser --pictures

.PHONY: clean
clean: ## Remove everything that was built or left by the demo
	@rm -rf .build .docs .screenshots demo torture night

# One line of help per target: `make` prints them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 4080
IMAGES ?=
OMERODIR ?= ./var

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- environment -----------------------------------------------------------

$(BIN)/python:
	@tools/python-version $(PYTHON)
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock requirements/build.lock pyproject.toml | $(BIN)/python
	@echo "Installing omeroweb and its libraries"
	@$(PIP) install --require-hashes -r requirements/run.lock -r requirements/build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@echo "Installing the test and check tools"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.peers: requirements/peers.lock $(VENV)/.dev
	@echo "Installing other programs whose files are read in tests"
	@$(PIP) install --require-hashes -r requirements/peers.lock
	@touch $@

$(VENV)/.samples: requirements/samples.lock | $(VENV)/.peers
	@echo "Fetching packages that hold files of real microscopes"
	@$(PIP) download --no-deps --no-binary bioio-vsi,mrc --require-hashes -r requirements/samples.lock --dest $(VENV)/samples
	@touch $@

omeroweb/static/vendor/.stamp: frontend/package.json frontend/package-lock.json tools/frontend | $(VENV)/.run
	@echo "Installing the front-end libraries"
	@tools/frontend $(BIN)
	@touch $@

.PHONY: install
install: $(VENV)/.run omeroweb/static/vendor/.stamp ## Make .venv and install the project and its front-end libraries

# --- run -------------------------------------------------------------------

.PHONY: run
run: install ## Show sample images, or IMAGES=/folder, on http://HOST:PORT
	@OMERODIR="$(OMERODIR)" exec $(BIN)/omero serve --host "$(HOST)" --port "$(PORT)" $(if $(IMAGES),--images "$(IMAGES)")

# --- test and check --------------------------------------------------------

# Processes that run tests: as many as there are cores, and no more than two.
WORKERS ?= logical
# More options of pytest, or the tests to run: TESTS=tests/nginx.
TESTS ?=

.PHONY: test
test: install $(VENV)/.dev $(VENV)/.peers $(VENV)/.samples ## Run all tests, or TESTS=tests/unit, in WORKERS=2 processes side by side
# Tests are compiled once, whatever the shell says: it is a quarter of the time of tests/unit.
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 2 $(TESTS)

.PHONY: packages
packages: ## Install the Debian packages that the tests need; as root
	@tools/packages

.PHONY: check
check: install $(VENV)/.dev ## Lint (hadolint, too), check types (mypy strict) and the import contract
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/hadolint Dockerfile

FILES ?= 1000

.PHONY: bench-import
bench-import: install $(VENV)/.dev ## Measure an import of small files, step by step: FILES=1000
	@$(BIN)/python -m tests.bench.importing $(FILES)

.PHONY: bench
bench: install $(VENV)/.dev ## Measure this site, its peers and its limits; BENCH="NAME ... --quick" narrows it
	@$(BIN)/python -m tests.bench $(BENCH)

.PHONY: bench-lists
bench-lists: install $(VENV)/.dev ## Measure pages of lists with a million images; LISTS="--kind sqlite" narrows it
	@$(BIN)/python -m tests.bench.lists $(LISTS)

.PHONY: bench-kernel
bench-kernel: install ## Measure what blending and encoding one tile cost
	@$(BIN)/python -m tests.bench.kernel

.PHONY: bench-readers
bench-readers: install ## Measure what reading one tile costs, per format and library
	@$(BIN)/python -m tests.bench.readers

.PHONY: docs
docs: install ## Write docs/settings.md anew from the properties
	@$(BIN)/python -m omeroweb.config.document > docs/settings.md

.PHONY: lock
lock: ## Write the lock files anew from pyproject.toml
	@tools/lock

.PHONY: wheel
wheel: install ## Write dist/omeroweb-VERSION-py3-none-any.whl and dist/run.lock, to install elsewhere
	@rm -rf dist && mkdir dist && cp requirements/run.lock dist/
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*

.PHONY: clean
clean: ## Remove .venv and the front-end libraries (the store under OMERODIR stays)
	@rm -rf $(VENV) dist frontend/node_modules omeroweb/static/vendor

# --- containers --------------------------------------------------------------

# Read by compose.yaml.
export HTTP_ADDRESS ?= 127.0.0.1
export HTTP_PORT ?= 8080
export REVISION ?= $(shell git describe --always --abbrev=40 --dirty --exclude='*' 2>/dev/null || echo unknown)
# Seconds until every service must be healthy.
UP_SECONDS ?= 300

.PHONY: engine
engine:
	@docker version >/dev/null 2>&1 || { echo 'make: no Docker engine answers: start one, or on Debian as root: eval "$$(tools/engine start)"' >&2; exit 1; }
	@docker compose version >/dev/null 2>&1 || { echo 'make: docker has no Compose v2 plugin: install it, or on Debian as root: eval "$$(tools/engine start)"' >&2; exit 1; }

.PHONY: start-engine
start-engine: ## Start a Docker engine where none answers; as root on Debian. Prints how to reach it
	@tools/engine start

$(VENV)/.builder: requirements/builder.lock $(VENV)/.run
	@echo "Installing what the builder needs"
	@$(PIP) install --require-hashes -r requirements/builder.lock
	@touch $@

# More options of `omero-builder build`; the tag that images have on this machine; where lists go.
BUILD ?=
TAG ?= latest
DIST ?= dist
LOCKS := $(addprefix requirements/,run.lock nginx.lock formats.lock)

.PHONY: images
images: engine install $(VENV)/.builder ## Build the container images with the CONFIG_* environment's settings as their defaults
	@$(BIN)/omero-builder build --tag "$(TAG)" $(BUILD)

.PHONY: scan
scan: engine install $(VENV)/.builder $(VENV)/.scan ## Lint the Dockerfile, look for updates of the images' packages and for known vulnerabilities
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/omero-builder scan --tag "$(TAG)"
	@$(BIN)/omero-builder audit $(LOCKS)

$(VENV)/.scan: requirements/scan.lock $(VENV)/.run
	@echo "Installing what looks for vulnerabilities"
	@$(PIP) install --require-hashes -r requirements/scan.lock
	@touch $@

.PHONY: publish
publish: engine install $(VENV)/.builder ## Build the images, list what is in them (dist/), and publish both: REGISTRY=host VERSION=1.2.3
	@[ -n "$(REGISTRY)" ] && [ -n "$(VERSION)" ] || { echo "make: publish needs REGISTRY=registry.example.org VERSION=1.2.3" >&2; exit 1; }
	@export REGISTRY="$(REGISTRY)" VERSION="$(VERSION)"; \
		$(BIN)/omero-builder build --tag "$(TAG)" $(BUILD) \
		&& $(BIN)/omero-builder sbom --tag "$(TAG)" --output "$(DIST)" \
		&& $(BIN)/omero-builder tag --from "$(TAG)" \
		&& $(BIN)/omero-builder push --digests "$(DIST)/digests.json"

.PHONY: bench-start
bench-start: engine install $(VENV)/.builder ## Measure the time from the start of a container until it is healthy
	@$(BIN)/python -m tests.bench.start

.PHONY: up
up: engine ## Build and start the containers on http://HTTP_ADDRESS:HTTP_PORT, showing IMAGES=/folder or samples
	@if [ -n "$(IMAGES)" ] && [ ! -d "$(IMAGES)" ]; then echo "make: IMAGES=$(IMAGES): no such folder" >&2; exit 1; fi
	@export IMAGES="$(IMAGES)"; [ -z "$$IMAGES" ] || IMAGES=$$(realpath "$$IMAGES"); \
		docker compose up --build --wait --wait-timeout $(UP_SECONDS) \
		|| { docker compose ps --all; docker compose logs --tail 20; \
		     echo "make: the containers are not healthy: their last lines are above; make down stops them" >&2; exit 1; }
	@echo "OMERO.web is on http://$(subst 127.0.0.1,localhost,$(HTTP_ADDRESS)):$(HTTP_PORT)"
	@echo "The administrator's password was printed at the first start: docker compose logs web"

.PHONY: down
down: engine ## Stop the containers (their data stays in the volume omeroweb_omero)
	@docker compose down

# What `manifests` writes, and where.
KIND ?= compose
OUTPUT ?= dist/$(KIND)

.PHONY: manifests
manifests: install ## Write files that use published images: KIND=compose, swarm or kubernetes, OUTPUT=folder
	@$(BIN)/omero-builder manifests $(KIND) --output "$(OUTPUT)"

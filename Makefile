# `make` alone lists the targets. Each works on a fresh machine: what it needs, it makes first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ENV_FILE ?= deploy/.env
COMPOSE := docker compose --file deploy/compose.yaml $(addprefix --file ,$(wildcard deploy/compose.override.yaml)) --env-file $(ENV_FILE)
DATA ?= data
PORT ?= 8000
FEEDS ?= deploy/feeds.toml
# More than cores: the tests wait for servers and processes much of their time.
TEST_WORKERS ?= 3

.DEFAULT_GOAL := help
.PHONY: help setup run demo test test-unit test-compose soak eval bench bench-queries train lint types check format lock docs \
        up down logs clean

##@ Use it
run: $(VENV)/.product ## NATS, all four services and the page on http://127.0.0.1:8000, on SQLite in data/
	@exec $(BIN)/ottawatch run --data $(DATA) --port $(PORT) --feeds $(FEEDS)

demo: $(VENV)/.product ## The same, fed with a year of own-worded news in a minute, and a receiver that prints its alerts
	@exec $(BIN)/ottawatch demo --port $(PORT)

up: $(ENV_FILE) ## The docker compose stack on PostgreSQL; returns when all of it is healthy
	@sh deploy/up.sh $(ENV_FILE)

down: ## Stop the compose stack; its data stays
	@if test -f $(ENV_FILE); then $(COMPOSE) down; else echo "there is no $(ENV_FILE), so nothing was started here"; fi

logs: ## Follow the logs of the compose stack
	@if test -f $(ENV_FILE); then $(COMPOSE) logs --follow --tail 100; else echo "there is no $(ENV_FILE), so nothing was started here"; fi

$(ENV_FILE):
	@sh deploy/make-env.sh $@

##@ Work on it
setup: $(VENV)/.product $(VENV)/.tools ## .venv with the lock, the tools and the project in it

test: setup ## The whole suite: real nats-server, SQLite and PostgreSQL, real HTTP, browser
	@$(BIN)/pytest --numprocesses $(TEST_WORKERS) --dist loadfile

test-unit: setup ## Only what needs no server: seconds
	@$(BIN)/pytest tests/unit

test-compose: setup ## The end-to-end scenario through the compose stack; needs a Docker engine
	@$(BIN)/pytest -m compose tests/compose

soak: setup ## What is too long for every change: mass fuzzing, long series of kills
	@$(BIN)/pytest -m soak --timeout 7200 tests/soak

lint: setup ## Style, dead code, and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: setup ## mypy, strict
	@$(BIN)/mypy

eval: setup ## How right the reading is on labelled articles; fails below the recorded figures (LABELLED=file, RECORD=1)
	@$(BIN)/ottawatch evaluate $(LABELLED) $(if $(RECORD),--record)

bench: setup ## Speed of reading, polling and storing, beside bare loops and PyPI's reader (FULL=1: 10,000 feeds)
	@$(BIN)/python -m tests.bench.reading
	@$(BIN)/python -m tests.bench.polling $(if $(FULL),--full)
	@$(BIN)/python -m tests.bench.storing
	@$(BIN)/python -m tests.bench.delivering
	@$(BIN)/python -m tests.bench.end_to_end
	@$(BIN)/python -m tests.bench.page
	@$(BIN)/python -m tests.bench.queries

bench-queries: setup ## Lists and full text over a million findings on both databases, and over HTTP (KEEP=folder keeps them)
	@$(BIN)/python -m tests.bench.queries $(if $(KEEP),--keep $(KEEP))

train: setup ## Fit the learned part to the opened items, then the score to held-out ones; renews learned.json and calibration.json
	@$(BIN)/python -m services.commands.learn
	@$(BIN)/python -m services.commands.train

check: lint types test ## All gates; what CI runs

format: setup ## Let ruff lay out the code
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

docs: setup ## Write anew what is generated: docs/configuration.md, docs/openapi.json, docs/asyncapi.json
	@$(BIN)/python -m services configuration > docs/configuration.md
	@$(BIN)/python -m services openapi > docs/openapi.json
	@$(BIN)/python -m services asyncapi > docs/asyncapi.json

lock: setup ## Renew both lock files: newest versions that fit pyproject.toml, with hashes
	@$(BIN)/uv pip compile pyproject.toml --extra build --upgrade $(LOCK_OPTIONS) -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra build --extra dev -c requirements.lock --upgrade $(LOCK_OPTIONS) -o requirements-dev.lock

LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

clean: ## Remove .venv and caches; data/ stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help:
	@awk 'BEGIN {FS = ":.*## "; print "Ottawatch"} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# What the product needs, and the tools to work on it, are two locks: who only runs it installs the first.
$(VENV)/.product: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) \
	  || { echo "this Python cannot make a venv (on Debian: apt install python3-venv)"; exit 1; }
	@echo "installing Ottawatch into $(VENV) (half a minute the first time)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tools: requirements-dev.lock $(VENV)/.product
	@echo "installing the development tools"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

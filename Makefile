# Everything here works on a machine with Python 3.11 or later, make and a package registry.

PYTHON ?= python3
SERVE ?= yes
DEMO_ARGS ?=
PYTEST_ARGS ?=
BENCH_ARGS ?=
LOCK_ARGS ?=

BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install spark peers demo test check fix docs bench lock clean

# Without compiled files every process would compile every library again: seconds each time.
unexport PYTHONDONTWRITEBYTECODE
# A virtual environment or a path of another project must not leak into ours.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

help: ## list what can be made
	@echo "make <target>, where <target> is one of:"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)$$/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

install: $(STAMP) ## make .venv from the lock (every other target does this first)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "missing-children-risk needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what requirements.lock names into .venv: three to four minutes the first time."
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps -e .
	@touch $@

spark: $(STAMP) ## add Spark to .venv: half a gigabyte, for linking on a cluster and its tests (needs Java 17)
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements-spark.lock

peers: $(STAMP) ## add the engines that the bench compares ours with: polars, timeseriesflattener
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements-peers.lock

demo: $(STAMP) ## invent a force, train on it and serve it at 127.0.0.1:8000 (SERVE=no stops before serving)
	$(BIN)/missing-risk demo $(if $(filter no,$(SERVE)),--no-serve) $(DEMO_ARGS)

test: $(STAMP) ## run every test; PYTEST_ARGS adds options
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: $(STAMP) ## format, lint, types, import contracts, generated docs: changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy docs tests/architecture tests/bench tests/peers tests/conftest.py
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m docs.build --check

fix: $(STAMP) ## format, and mend what the linter can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(STAMP) ## write docs/reference/ again from the code
	$(BIN)/python -m docs.build

bench: $(STAMP) ## measure, print the figures and write docs/reference/bench.json
	$(BIN)/python -m tests.bench $(BENCH_ARGS)

lock: $(STAMP) ## resolve pyproject.toml into the lock files again (LOCK_ARGS=--upgrade moves versions)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --extra link --extra train --extra dev --generate-hashes --python-version 3.11 --no-header $(LOCK_ARGS) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra link --extra train --extra dev --extra spark --constraints requirements.lock --generate-hashes --python-version 3.11 --no-header -o requirements-spark.lock
	$(BIN)/uv pip compile pyproject.toml --extra link --extra train --extra dev --extra peers --constraints requirements.lock --generate-hashes --python-version 3.11 --no-header -o requirements-peers.lock

clean: ## remove what was built and what the demo made; keeps .venv
	rm -rf build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache var
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

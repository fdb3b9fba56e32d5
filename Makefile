# The five commands of the project. Everything is set up from lock files; nothing has to be activated.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export DATA_DIR ?= $(CURDIR)/data

.PHONY: setup demo test check bench lock clean

setup: ## set everything up (again)
	@$(PYTHON) tools/setup.py

demo: setup ## build the demo city and serve it on http://127.0.0.1:8000
	@STAFF_SECOND_FACTOR=0 $(BIN)/quartierswerk demo

test: setup ## run all tests: SQLite, PostgreSQL where reachable, journeys where a Chromium is found
	@$(BIN)/python tools/test.py $(TESTS)

check: setup ## format, lint, types, shelves, texts, docs, licences
	@$(BIN)/python tools/check.py

bench: setup ## figures, one line each
	@$(BIN)/python tools/bench.py

lock: ## renew the lock files (network)
	@$(BIN)/python tools/lock.py

clean: ## remove what set-up has made
	rm -rf $(VENV) node_modules build quartierswerk/ui/static/vendor

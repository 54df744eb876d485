# `make` alone lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run demo tour assets test test-all lint types contracts format lock messages compile bench clean

CODE := src tests tools bench
LOCALE := src/essaim/locale
# A browser sees no database: its tests run once.
ON_POSTGRESQL := ./run python tools/with_postgresql.py pytest -q $(wildcard tests/apps tests/web tests/api tests/kit)

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

run: ## the site on this machine, with the real poles: directory, map, sheets
	@./run python tools/assets.py || true
	@./run essaim site run

demo: ## the sandbox: the same site on made-up data, to try everything as anyone
	@./run python tools/assets.py || true
	@./run essaim site demo

tour: ## the main job in the terminal: one territory's diagnosis, one pole model over France
	@./run essaim demo

test: lint types contracts compile assets ## everything that must pass before a change is kept, the site on both databases
	@./run pytest -q -m "not slow"
	@$(ON_POSTGRESQL) -m "not slow"

test-all: lint types contracts compile assets ## the same, with the long tests, searching for other examples
	@./run pytest -q --hypothesis-profile=search
	@$(ON_POSTGRESQL)

assets: ## the libraries of the pages, when they are not those of package-lock.json
	@./run python tools/assets.py

lint: ## style and common mistakes
	@./run ruff check $(CODE)
	@./run ruff format --check --quiet $(CODE) || { echo "Style : tapez « make format »." >&2; exit 1; }

types: ## static types
	@./run mypy

contracts: ## floors and rooms: who may import whom
	@./run lint-imports --no-logo

format: ## put the code in the project's style
	@./run ruff check --fix --quiet $(CODE) || true
	@./run ruff format --quiet $(CODE)

lock: ## choose the versions of the libraries again, and write them with their hashes
	@./run python tools/lock.py

messages: ## extract the sentences, update the catalogues and compile them
	@./run python tools/messages.py

compile:
	@./run python tools/messages.py --compile

bench: ## measure, beside what people use instead
	@./run python -m bench

clean: ## remove what was built here; data and results stay
	rm -rf .venv .venv-tools .run.lock .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
	find $(LOCALE) -name '*.mo' -delete

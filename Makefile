# The words of this repository. Everything happens in .venv, made on first use with nothing but Python and make.

PYTHON ?= python3
PY := .venv/bin/python
# Two processes unless told otherwise: make test JOBS=4 ARGS="-k ballot"
JOBS ?= 2
ARGS ?=
BENCHMARKS ?= $(wildcard benchmarks/*.py)

.DEFAULT_GOAL := help
.PHONY: help setup run test bench chaos lint docs clean python base

help: ## show these words
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r word meaning; do \
	  printf '  make %-7s %s\n' "$$word" "$$meaning"; done

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "未找到 $(PYTHON)。请安装 Python 3.11 或更新版本（Debian：apt-get install python3 python3-venv）。" >&2; \
	  echo "$(PYTHON) was not found. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)." >&2; exit 1; }

base: python
	@$(PYTHON) scripts/bootstrap.py base

setup: python ## make .venv with everything a developer needs
	@$(PYTHON) scripts/bootstrap.py dev

run: base ## start the whole product with demo data: web, worker, beat (PORT=8000)
	@exec $(PY) manage.py up $(ARGS)

test: setup ## run the whole suite (JOBS=2, ARGS="-k word")
	@$(PY) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

bench: setup ## run the benchmarks, each in a database of its own; prints figures
	@set -e; for script in $(BENCHMARKS); do echo "== $$script"; $(PY) $$script $(ARGS); done

chaos: setup ## kill workers and break stores under a load (ARGS="--store embedded --kills 50")
	@$(PY) -m tests.chaos.run $(ARGS)

lint: setup ## format, style, types, who imports whom, missing migrations
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run

docs: base ## write the generated reference pages anew
	@$(PY) manage.py diagrams

clean: ## remove what tools left behind; keeps .venv and data/
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache htmlcov build dist .coverage .coverage.*
	@find . -path ./.venv -prune -o -name __pycache__ -type d -print | xargs rm -rf

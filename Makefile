# Everything runs from here; `make` alone lists what there is. `make PYTHON=python3.12 test` takes another Python.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
ifeq ($(shell command -v bash),)
$(error bash is needed, and was not found: install it)
endif
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
JOBS ?= 2
CHROMIUM ?= $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
ROOM := 1.5 GB
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --no-deps
UV := $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)  # installs in seconds what takes pip a minute; UV= for pip alone
INSTALL := $(if $(strip $(UV)),$(UV) pip install --quiet --no-deps --python $(PY) --compile-bytecode,$(PIP))

NOTEBOOKS := $(wildcard notebooks/*.ipynb)
CODE := $(shell find src -name '*.py' -o -name '*.mplstyle' 2>/dev/null)
TABLES := $(shell find data -mindepth 1)  # without the folder itself, whose name is that of a target
MADE := $(addprefix site/,_build notebooks data claims countries cases rules provisions tables figures downloads api ja)
PAGES := $(shell find site -type f $(foreach folder,$(MADE),-not -path '$(folder)/*') -not -path '*/__pycache__/*')
HTML := site/_build/html
# Later ones have no wheel for Macs with Intel processors; of jsonschema, they take two seconds to import wherever a notebook is read
HELD_BACK := 'argon2-cffi-bindings<26' 'jsonschema<4.25'
NBVAL := PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(PY) -m pytest -p nbval.plugin -p xdist.plugin --nbval --nbval-current-env --nbval-cell-timeout=120 notebooks

# Stamps: each says that a step is done, and since when.
LOCKED := $(VENV)/.locked-$(subst /,-,$(PYTHON))
INSTALLED := $(VENV)/.installed
BUILT := $(VENV)/.data-built
FIGURES := site/figures/figures.json
RENDERED := $(HTML)/.rendered$(subst /,-,$(SITE_URL))

export PYTHONUTF8 := 1
export PYDEVD_DISABLE_FILE_VALIDATION := 1

# Two at once would build over each other, so the second waits. What builds nothing does not: help, -n, -q, and lab and
# watch, which go on for long.
BUILDS := $(filter-out help lab watch,$(or $(MAKECMDGOALS),help))
ONLY_ASKS := $(findstring n,$(firstword -$(MAKEFLAGS)))$(findstring q,$(firstword -$(MAKEFLAGS)))
ifneq ($(if $(HELD)$(ONLY_ASKS),,$(BUILDS)),)
.PHONY: $(MAKECMDGOALS) in-turn
$(MAKECMDGOALS): in-turn ;
in-turn:
	@$(PYTHON) tools/one_at_a_time.py $(MAKE) --no-print-directory HELD=yes $(MAKECMDGOALS)
else

.PHONY: help site test run-again style test-browser cover lab data notebooks bench watch lock clean
help:  ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

site: $(RENDERED)  ## build the tables, render the notebooks as a site, say where it lies (SITE_URL=https://… adds its addresses)
	@echo "The site: $(CURDIR)/$(HTML)/index.html"

test: $(BUILT)  ## style, types, unit tests, examples, data checks, every notebook run again and compared
	@$(MAKE) --no-print-directory -j 2 run-again $(RENDERED)
	@echo "== Unit tests, data checks and the examples of docstrings"
	RENDERED_SITE="$(CURDIR)/$(HTML)" $(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

run-again: style  # beside the site, most of which one process makes
	@echo "== Notebooks: every cell run again, every stored output compared"
	@set -o pipefail; $(NBVAL) | tee $(VENV)/nbval.log || { grep -q 'RuntimeError: Kernel d' $(VENV)/nbval.log && \
		echo "== A kernel did not start, which happens once in many runs: again" && $(NBVAL); }

style: $(INSTALLED)
	@echo "== Style and types"
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

test-browser: $(RENDERED)  ## the site and JupyterLab in a real browser: chromium, or CHROMIUM=/path/to/it (EVERY=1: every page and notebook)
	@test -n "$(CHROMIUM)" || { echo "No chromium was found: install one, or name it with CHROMIUM=/path/to/it"; exit 1; }
	CHROMIUM="$(CHROMIUM)" SITE="$(HTML)" $(PY) -m pytest tests/browser -n $(JOBS) --dist loadgroup

cover: $(FIGURES)  ## the unit tests again, counting the lines they run (slower)
	$(PY) -m pytest -n $(JOBS) --dist loadfile --cov --cov-report=term

lab:  ## open the notebooks in JupyterLab, at the first
	@$(MAKE) --no-print-directory data
	$(PY) -m jupyterlab --notebook-dir=. --LabApp.app_settings_dir=$(CURDIR)/tools/lab $(firstword $(sort $(NOTEBOOKS)))

data: $(BUILT)  ## build data/processed/ from data/raw/

notebooks: $(BUILT)  ## run the notebooks and store what they show
	$(PY) tools/execute.py

bench: $(RENDERED)  ## measure how long things take, write bench/results.md (about half an hour, on a quiet machine)
	$(PY) bench $(BENCH)

watch:  ## re-read the sources over the network and report what changed
	@$(MAKE) --no-print-directory data
	$(PY) -m analysis watch

lock: $(LOCKED)  ## choose the newest versions of all packages and write requirements.lock
	printf '%s\n' $(HELD_BACK) | $(BIN)/uv pip compile pyproject.toml --constraint - --extra dev --universal \
		--python-version 3.11 --fork-strategy fewest --generate-hashes --upgrade --no-header --quiet --output-file requirements.lock

clean:  ## remove all that was made here: environment, site, caches
	rm -rf $(VENV) build dist $(MADE) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find src tests tools notebooks site -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12")'
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV) || { echo "The environment could not be made. Is there room ($(ROOM) are needed), and may you write here?"; df -h .; exit 1; }
	@echo "Installing $$(grep -c '==' requirements.lock) packages into $(VENV), once"
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.txt
	command -v $(UV) > /dev/null || $(PIP) --require-hashes -r $(VENV)/uv.txt
	$(INSTALL) --require-hashes -r requirements.lock || $(PIP) --require-hashes -r requirements.lock || \
		{ echo "The packages could not be installed. Is there a network, and room ($(ROOM) are needed)?"; df -h .; exit 1; }
	@touch $@

$(INSTALLED): $(LOCKED) pyproject.toml
	$(PIP) --no-build-isolation -e .
	@touch $@

$(BUILT): $(INSTALLED) $(CODE) $(TABLES)
	$(PY) -m analysis build
	@touch $@

$(FIGURES): $(BUILT) $(NOTEBOOKS) site/figures.py site/redrawing.py site/japanese_tables.py
	@echo "Drawing the charts of $(words $(NOTEBOOKS)) notebooks for wide and narrow screens"
	@$(PY) site/figures.py

$(RENDERED): $(FIGURES) $(PAGES) data/README.md CITATION.cff LICENSE pyproject.toml
	@echo "Rendering $(words $(NOTEBOOKS)) notebooks"
	@rm -f $@
	@$(PY) -m sphinx -W -n --keep-going -q -b html -d site/_build/doctrees site $(HTML) || { rm -rf site/_build/doctrees; exit 1; }
	@touch $@

endif

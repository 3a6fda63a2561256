# make run · make test · make lint · make types · make bench
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Impasto needs Python 3.11 or newer: say which with 'make PYTHON=python3.12 …'"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp a set: installing again only when pyproject.toml changed.
$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[bot,engine]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[bot,engine,dev]'
	@touch $@ $(VENV)/.run

.PHONY: run test lint types chromium clean
run: $(VENV)/.run
	$(BIN)/python -m bot

test: lint types chromium
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

chromium: $(VENV)/.dev
	@deploy/install-chromium

clean:
	rm -rf $(VENV) *.egg-info .pytest_cache .mypy_cache .ruff_cache artefacts

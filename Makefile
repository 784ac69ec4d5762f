# Two commands: `make demo` shows what onrecord does, `make test` runs every check. Both set themselves up.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test lint types layers unit floors weights clean

demo: $(VENV)/demo.done
	$(BIN)/onrecord brief examples/*.md --format html --output brief.html
	$(BIN)/onrecord brief examples/*.md
	@echo "The same brief, with every citation open to its source: brief.html"

test: lint types layers unit floors

lint: $(VENV)/test.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/test.done
	$(BIN)/mypy

layers: $(VENV)/test.done
	$(BIN)/lint-imports

unit: $(VENV)/test.done
	$(BIN)/pytest

floors: $(VENV)/test.done
	$(BIN)/python -m evaluation

weights:
	$(PYTHON) -m training

clean:
	rm -rf $(VENV) brief.html

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.done: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/test.done: pyproject.toml requirements-dev.txt $(VENV)/demo.done | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	touch $@

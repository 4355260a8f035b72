# make demo: set everything up and run the main job on the sample reports.
# make test: set everything up, then lint, types and tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(PYTHON) -m pip --python $(BIN)/python --quiet --disable-pip-version-check
INSTALL := $(PIP) install --no-compile --no-deps

.PHONY: demo test docs lock clean

demo: $(VENV)/installed
	$(BIN)/translate-pipeline run --drafts || test $$? = 1

test: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/translate-pipeline glossary lint
	$(BIN)/python -m pytest

docs: $(VENV)/installed-dev
	$(BIN)/python -m mkdocs build --strict --quiet

# requirements.lock names every package with its hash. --no-deps keeps out what Argos Translate asks for and this
# program never imports: PyTorch, spaCy, stanza.
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv --without-pip $(VENV)
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --editable .
	touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

# Argos Translate as it is, with all that it asks for (PyTorch: gigabytes), to compare with; only some tests use it.
$(VENV)-argos/installed: tests/environments/argos.txt
	$(PYTHON) -m venv --without-pip $(VENV)-argos
	$(PYTHON) -m pip --python $(VENV)-argos/bin/python --quiet --disable-pip-version-check install -r $<
	touch $@

# Renew the locked versions; needs uv.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) $(VENV)-argos .translate-pipeline articles build previews

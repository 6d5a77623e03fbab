# `make demo` and `make test` need Python 3.11+, git and make; everything else is installed into $(VENV).
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# What the environment is made from; a checkout made later has newer files of the same content.
KEY := $(shell cat pyproject.toml constraints.txt | $(PYTHON) -c 'import hashlib, sys; print(sys.version_info[:2], hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
READY := $(VENV)/.ready

.PHONY: install environment demo demo-automl demo-ocr up test lint types layers

demo: install
	$(BIN)/saebyeok demo

demo-automl demo-ocr: install
	$(BIN)/saebyeok demo --half $(@:demo-%=%)

up: install
	$(BIN)/saebyeok up

# Two workers share two cores; OpenMP threads waiting for each other would take most of them.
test: export OMP_NUM_THREADS = 1
# pytest compiles each test module; kept, that is not done again by the next run's collection.
test: export PYTHONDONTWRITEBYTECODE =
test: install lint types layers definitions
	$(BIN)/python -m pytest -m "not long" -n 2 --dist loadfile --no-loadscope-reorder

# Processes killed, disks filled, servers taken away, a home backed up and restored: minutes each, one after the other.
.PHONY: test-long
test-long: install
	$(BIN)/python -m pytest -m long

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# What mypy found of the libraries is kept beside them: most of a first run's minute.
types:
	$(BIN)/mypy --cache-dir $(VENV)/.mypy_cache

layers:
	$(BIN)/lint-imports

# Collects the sentences of the code into the catalogues; new ones are empty there and fail a test until translated.
.PHONY: messages
MESSAGES := -k Message -k in_context:1c,2 -k _ -k pgettext:1c,2 -k translated
messages: install
	@mkdir -p build
	$(BIN)/pybabel -q extract -F pyproject.toml $(MESSAGES) --no-default-keywords --no-location --sort-output \
		--width 110 --project Saebyeok --copyright-holder Saebyeok -o build/saebyeok.pot $(CODE)
	$(BIN)/pybabel -q update -i build/saebyeok.pot -d domain/locale -D saebyeok --no-fuzzy-matching --width 110 \
		--ignore-obsolete --ignore-pot-creation-date

# Mutated files against each reader of strangers' files; what is found lies in .fuzz/.
.PHONY: fuzz
SECONDS ?= 60
fuzz: install
	$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/pip install --quiet -c constraints.txt -e '.[fuzz]'
	for target in csv excel pdf picture; do $(BIN)/python -m fuzz $$target --seconds $(SECONDS) || exit; done

.PHONY: definitions
definitions:
	DAGSTER_HOME=$$(mktemp -d) PYTHONPATH=. $(BIN)/dagster definitions validate -m orchestration.definitions

# What pip-audit and cyclonedx-bom say of the environment as it is installed; they stand apart from it.
AUDIT := build/audit
.PHONY: audit sbom
audit: $(AUDIT)/.ready | $(BIN)/python
	@$(AUDIT)/bin/python deploy/audit.py $(BIN)/python

sbom: $(AUDIT)/.ready | $(BIN)/python
	$(AUDIT)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-file build/saebyeok.cdx.json $(BIN)/python
	@echo build/saebyeok.cdx.json

$(AUDIT)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(AUDIT)
	$(AUDIT)/bin/pip install --quiet --upgrade pip
	$(AUDIT)/bin/pip install --quiet -c constraints.txt --group audit
	touch $@

$(BIN)/python:
	$(MAKE) --no-print-directory install

# The environment is rebuilt only when the files that define it change. Where it is shared
# between checkouts (VENV=…), the second line points it at this one. The code is compiled here, as those who run it
# may not write beside it (a service's user, PYTHONDONTWRITEBYTECODE) and every run would compile it again.
CODE := assets automl_lib console domain intake ocr_lib orchestration records resources schedules sensors serving spreadsheets store untrusted_files work_requests
install:
	@test "$$(cat $(READY) 2>/dev/null)" = "$(KEY)" || $(MAKE) --no-print-directory environment
	@cmp -s $(VENV)/.checkout <(pwd) || { $(BIN)/pip install --quiet --no-deps --no-build-isolation -e . && pwd > $(VENV)/.checkout; }
	@$(BIN)/python -m compileall -q -j 2 $(CODE)
	@$(BIN)/pybabel -q compile -d domain/locale -D saebyeok
	@test -e $(CONVERTED) || { $(BIN)/python -m orchestration.runtime.installed_networks && $(BIN)/python -m tests.prepared_cache > $(CONVERTED); } || true

# Where the networks were converted for this machine, so that no new home waits a minute for it; it does where this fails.
# Holds which code did: tests of the same code begin with what it converted.
CONVERTED := $(VENV)/share/saebyeok/prepared/.complete

environment:
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	pwd > $(VENV)/.checkout
	echo "$(KEY)" > $(READY)

SHELL := /bin/bash

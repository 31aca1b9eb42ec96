# Parvis: every command of a checkout. GNU make and Python 3.11 or newer are enough; all that is
# installed goes into .venv, all that the demo writes into var.

.DEFAULT_GOAL := help
.PHONY: help demo test lint types style audit guide bench wheel image catalogues compiled lock clean
.DELETE_ON_ERROR:

PORT ?= 8000
PYTEST_ARGS ?=
BENCH ?=
UV ?= uv
# The first interpreter that is new enough; PYTHON=/path/to/python names another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

BIN := .venv/bin
RUNTIME := .venv/runtime.stamp
DEVELOPMENT := .venv/development.stamp
IMAGE_TOOLS := .venv-image
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-build-isolation
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(LOCK_ARGS)
DEMO := DJANGO_SETTINGS_MODULE=cms.settings.demo PORT=$(PORT) $(BIN)/python
TEST := env DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python
PARALLEL := $(TEST) -m pytest --numprocesses auto --dist loadgroup
PYTEST := env -u TEST_POSTGRES_URL $(PARALLEL)

APPS := cms events feeds
LANGUAGES := fr es el he fi
SOURCES := $(wildcard $(APPS:%=%/locale/*/LC_MESSAGES/django.po))
COMPILED := $(SOURCES:.po=.mo)
# What a database can change `make audit` runs on PostgreSQL too; without a server only the skipped tests are named.
ON_POSTGRES := $(if $(TEST_POSTGRES_URL),postgres or facts,postgres)

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) $(COMPILED) ## set everything up and serve the demo on http://127.0.0.1:8000 (PORT=...)
	@mkdir -p var
	$(DEMO) manage.py migrate --verbosity 0
	$(DEMO) manage.py collectstatic --noinput --verbosity 0
	$(DEMO) manage.py load_demo
	@exec env $(DEMO) -m cms.demo.serve

test: $(DEVELOPMENT) $(COMPILED) ## set everything up and run the tests (PYTEST_ARGS=... runs a part)
	$(PYTEST) -m "not (slow or postgres)" $(PYTEST_ARGS)
	$(if $(PYTEST_ARGS),,$(PARALLEL) -m "postgres and not slow")

lint: $(DEVELOPMENT) ## style, format, import contracts, types, templates, migrations
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=line types style

# The two halves take about as long.
types: $(DEVELOPMENT)
	$(BIN)/mypy
	$(TEST) manage.py makemigrations --check --dry-run

style: $(DEVELOPMENT)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	find $(APPS) -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	$(TEST) manage.py check

# What measures how fast a page is runs alone.
SPEED := tests/browser/loaded_site/test_lighthouse.py

# Coverage is that of the tests beside the apps, slow ones too. Browsers and clocks are not measured: it would slow them down.
audit: $(DEVELOPMENT) $(COMPILED) $(IMAGE_TOOLS)/tools.stamp wheel ## the long checks: coverage, every slow test, 1,000 histories, faults under load, random input at length, PostgreSQL
	$(PYTEST) -m "not (slow or postgres)" --cov --cov-report= --cov-fail-under=0 $(PYTEST_ARGS)
	$(PYTEST) -m "slow and not postgres" $(APPS:%=tests/%) --cov --cov-append $(PYTEST_ARGS)
	PATH="$$PATH:$(CURDIR)/$(IMAGE_TOOLS)/bin" $(PYTEST) -m "slow and not postgres" $(APPS:%=--ignore tests/%) --ignore $(SPEED) $(PYTEST_ARGS)
	$(TEST) -m pytest $(SPEED) $(PYTEST_ARGS)
	HISTORIES=1000 HISTORIES_SEED=$$(date +%j) $(PYTEST) tests/journeys/test_histories.py $(PYTEST_ARGS)
	FAULT_SECONDS=60 FAULT_P99=250 $(PARALLEL) tests/topology/test_faults.py $(PYTEST_ARGS)
	HYPOTHESIS_PROFILE=thorough $(PYTEST) -m hypothesis $(PYTEST_ARGS)
	$(PARALLEL) -m "$(ON_POSTGRES)" $(PYTEST_ARGS)
	$(BIN)/python .ci/host_lines.py dist/*.whl

guide: $(DEVELOPMENT) $(COMPILED) ## take the pictures of the editors' guide and of README.md again (needs Chromium)
	GUIDE_PICTURES=1 $(PYTEST) -m slow tests/browser/test_guide_pictures.py tests/browser/loaded_site/test_readme_picture.py $(PYTEST_ARGS)

bench: $(DEVELOPMENT) $(COMPILED) ## what a poll, a build and a publication cost, as ratios (BENCH="herd drift" for some of tests/bench)
	$(BIN)/python -W ignore -m tests.bench $(BENCH)

wheel: $(DEVELOPMENT) ## build the distribution into dist and try it in a project of its own
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist
	$(BIN)/python .ci/prove_wheel.py dist/*.whl

image: $(IMAGE_TOOLS)/tools.stamp ## check docker/, build the image without a container engine and start it (root; Debian's buildah, crun, mmdebstrap)
	python3 .ci/prove_image.py $(IMAGE_TOOLS)/bin

catalogues: $(DEVELOPMENT) ## collect new messages for the translators (needs GNU gettext), then compile
	for app in $(APPS); do \
		(cd $$app && mkdir -p locale && DJANGO_SETTINGS_MODULE=cms.settings.test ../$(BIN)/python ../manage.py \
			makemessages $(LANGUAGES:%=--locale %) --add-location file --no-wrap --ignore rules) || exit 1; \
	done
	@$(MAKE) --no-print-directory compiled

compiled: $(COMPILED)
	@:

lock: ## write the hashed requirements files from pyproject.toml (needs uv; LOCK_ARGS=--upgrade for newer releases)
	$(LOCK) --group build --output-file requirements-build.txt
	$(LOCK) pyproject.toml --group project --output-file requirements.txt
	$(LOCK) pyproject.toml --group dev --constraints requirements.txt --constraints requirements-build.txt \
		--output-file requirements-dev.txt
	$(LOCK) --group image --output-file requirements-image.txt

clean: ## remove what make made, except var (the demo's content)
	rm -rf .venv $(IMAGE_TOOLS) dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(APPS) tests -name __pycache__ -prune -exec rm -rf {} +
	find $(APPS) -name '*.mo' -exec rm -f {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Parvis needs Python 3.11 or newer, and none was found;" \
		"name one: make PYTHON=/path/to/python3.12 ..."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Parvis needs Python 3.11 or newer:" \
		"$(PYTHON) is $$("$(PYTHON)" --version 2>&1)"; exit 1; }
	@"$(PYTHON)" -m venv --clear .venv || { rm -rf .venv; echo "Python could not make a virtual environment;" \
		"on Debian and Ubuntu install the package python3-venv"; exit 1; }

# The one dependency that is published as source is built with the locked backend, which therefore comes first.
$(RUNTIME): requirements-build.txt requirements.txt | $(BIN)/python
	@echo "Installing the dependencies into .venv (a minute or two the first time) ..."
	@$(INSTALL) -r requirements-build.txt
	@$(INSTALL) -r requirements.txt
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements-dev.txt
	@echo "Installing the development tools into .venv ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

$(IMAGE_TOOLS)/tools.stamp: requirements-image.txt
	@"$(PYTHON)" -m venv --clear $(IMAGE_TOOLS)
	@$(IMAGE_TOOLS)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements-image.txt
	@touch $@

%.mo: %.po | $(RUNTIME)
	@rm -f $@
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
	@test -f $@ || { echo "$< is marked fuzzy as a whole: remove the mark above its first msgid"; exit 1; }

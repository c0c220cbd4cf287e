# Tightrope: `make` alone lists what can be made. Every target sets up what it needs and nothing more.

SCENARIO ?= baseline
ARGS ?=
VENV ?= .venv
PYTHON ?=

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run fast dashboard test lint types pytest screen bench lock clean FORCE

# Another environment, or a path into another tree, must not reach into this one.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX

BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
FAST_READY := $(VENV)/.fast-ready
DASHBOARD_READY := $(VENV)/.dashboard-ready
TEST_READY := $(VENV)/.test-ready
BUILT_FOR := $(VENV)/.built-for
UNFINISHED := $(VENV)/.unfinished
LOCK_VENV := .venv-lock

PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
AT_LEAST := import sys; sys.exit(sys.version_info < (3, 11))

# An environment counts only if its Python runs, it was made for this folder (its programs name their place)
# and no set-up broke off in it.
SOUND = test "$$(cat $(BUILT_FOR) 2>/dev/null)" = "$(CURDIR)" && test ! -e $(UNFINISHED) \
	&& $(BIN)/python -I -c '$(AT_LEAST)' 2>/dev/null
ifneq ($(shell $(SOUND) && echo sound),sound)
$(RUN_READY): FORCE
endif

help:  ## list what can be made
	@echo "Tightrope. What can be made:"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| while IFS='|' read -r target what; do printf '%-14s %s\n' "$$target" "$$what"; done
	@echo "Another Python, in an environment of its own: make VENV=.venv-312 PYTHON=python3.12 TARGET"

run: $(RUN_READY)  ## run a scenario: make run SCENARIO=baseline ARGS="--worlds 500"
	$(BIN)/tightrope run $(SCENARIO) $(ARGS)

fast: $(FAST_READY)  ## install the compiled engine, for sweeps and many worlds

dashboard: $(DASHBOARD_READY)  ## show everything in the browser: make dashboard ARGS="--port 8800"
	@$(BIN)/python -m viz.server.fetch_assets
	$(BIN)/tightrope dashboard $(ARGS)

test: lint types pytest  ## check everything: lint, types, then the test suite

lint: $(TEST_READY)  ## check the style of the code
	@echo "Checking the style of the code ..."
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST_READY)  ## check the types
	@echo "Checking the types ..."
	$(BIN)/mypy

# The tests of the dashboard drive a real browser, and look at its pages with files that only they need. What is
# missing is said here, and once more by the tests that need it.
screen: $(TEST_READY)
	@$(BIN)/python -m viz.server.fetch_assets --tests || true
	@$(BIN)/python -m tests.browser.screen || true

pytest: screen  ## run the test suite: make pytest ARGS="-k alliance"
	@echo "Running the tests ..."
	$(BIN)/python -m pytest $(ARGS)

bench: $(TEST_READY)  ## measure the speed
	@echo "Measuring the speed ..."
	$(BIN)/python -m benchmarks $(ARGS)

# What is to be installed is in the locks, by exact version and hash; a lock names no place to fetch it from.
$(RUN_READY): pyproject.toml requirements.lock
	@$(SOUND) || { $(FIND_PYTHON) $(SPARE_OTHERS) \
		echo "Making an environment in $(VENV) with $$("$$python" --version) ..."; \
		rm -rf $(VENV) && "$$python" -m venv $(VENV) && printf '%s\n' "$(CURDIR)" > $(BUILT_FOR); }
	@touch $(UNFINISHED)
	@echo "Installing what a run needs (the first time this takes a minute or two) ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements.lock || $(SAY_IT_FAILED)
	@echo "Installing Tightrope from this folder ..."
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable . || $(SAY_IT_FAILED)
	@rm $(UNFINISHED)
	@touch $@

$(FAST_READY): $(RUN_READY) requirements-fast.lock
	@touch $(UNFINISHED)
	@echo "Installing the compiled engine ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements-fast.lock || $(SAY_IT_FAILED)
	@$(COMPILE_ENGINE)
	@rm $(UNFINISHED)
	@touch $@

$(DASHBOARD_READY): $(RUN_READY) requirements-dashboard.lock
	@touch $(UNFINISHED)
	@echo "Installing what the dashboard needs ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements-dashboard.lock || $(SAY_IT_FAILED)
	@$(COMPILE_ENGINE)
	@rm $(UNFINISHED)
	@touch $@

$(TEST_READY): $(RUN_READY) requirements-test.lock
	@touch $(UNFINISHED)
	@echo "Installing what the tests need ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements-test.lock || $(SAY_IT_FAILED)
	@rm $(UNFINISHED)
	@touch $@

COMPILE_ENGINE = echo "Compiling the engine for this processor (once, some seconds) ..."; $(BIN)/python -m model.engine

SAY_IT_FAILED = { echo "That failed, and pip says above why; once it is mended, run make again." >&2; exit 1; }

# A folder that VENV names is replaced only if it is an environment, or bears the name of one.
define SPARE_OTHERS
case "$(VENV)" in .venv*) ;; *) if test -e "$(VENV)" && test ! -e "$(VENV)/pyvenv.cfg"; then \
	echo "$(VENV) is no environment and is left alone: name another folder with VENV=." >&2; exit 1; \
fi ;; esac;
endef

# Sets $python to the first Python that will do, or ends with one sentence that says what is missing.
define FIND_PYTHON
python=; found=; \
for candidate in $(if $(PYTHON),"$(PYTHON)",python3.11 python3.12 python3.13 python3); do \
	"$$candidate" -I -c '$(AT_LEAST)' 2>/dev/null || continue; \
	found="$$candidate"; \
	if "$$candidate" -I -c 'import ensurepip, venv' 2>/dev/null; then python="$$candidate"; break; fi; \
done; \
if test -z "$$found"; then \
	echo "Tightrope needs Python 3.11 or later, and $(if $(PYTHON),'$(PYTHON)' is none,none was found): \
install one (Debian package python3), or name one with 'make PYTHON=/path/to/python3'." >&2; exit 1; \
fi; \
if test -z "$$python"; then \
	echo "$$found cannot make environments, because its modules venv and ensurepip are missing: \
install the Debian package python3-venv." >&2; exit 1; \
fi;
endef

# The largest set is resolved first and binds the others, so that one version serves all.
COMPILE = $(LOCK_VENV)/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --upgrade \
	--generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml requirements-build.in

lock:  ## bring the locks to the newest versions that pyproject.toml allows
	@$(FIND_PYTHON) echo "Making an environment for the resolver in $(LOCK_VENV) ..."; \
		rm -rf $(LOCK_VENV) && "$$python" -m venv $(LOCK_VENV)
	@$(LOCK_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-input 'uv>=0.5'
	@echo "Resolving what the tests need ..."
	@$(COMPILE) --extra test --output-file requirements-test.lock
	@echo "Resolving what the dashboard needs ..."
	@$(COMPILE) --extra dashboard --constraint requirements-test.lock --output-file requirements-dashboard.lock
	@echo "Resolving what the compiled engine needs ..."
	@$(COMPILE) --extra fast --constraint requirements-test.lock --output-file requirements-fast.lock
	@echo "Resolving what a run needs ..."
	@$(COMPILE) --constraint requirements-test.lock --output-file requirements.lock

clean:  ## remove the environments and all caches; runs are kept
	rm -rf $(VENV) .venv-312 $(LOCK_VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

FORCE:

# Tightrope: `make` alone lists what can be made. Every target sets up what it needs and nothing more.

SCENARIO ?= baseline
ARGS ?=
VENV ?= .venv
PYTHON ?=
BIN := $(VENV)/bin
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run fast dashboard test lint types pytest coverage fuzz screen bench lock clean

# Another environment, or a path into another tree, must not reach into this one; and modules once compiled are kept.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX PYTHONDONTWRITEBYTECODE

# Brings the environment to a set of packages; any Python that is new enough can run the script that does it.
define set_up
@for python in "$(BIN)/python" "$(PYTHON)" python3.11 python3.12 python3.13 python3; do \
	"$$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	exec "$$python" -I .ci/environment.py "$(or $(2),$(VENV))" $(1) "$(PYTHON)"; \
done; echo "Tightrope needs Python 3.11 or later, and none was found: install one (Debian package python3), \
or name one with 'make PYTHON=/path/to/python3'." >&2; exit 1
endef

help:  ## list what can be made
	@echo "Tightrope. What can be made:"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| while IFS='|' read -r target what; do printf '%-16s %s\n' "$$target" "$$what"; done
	@echo "Another Python, in an environment of its own: make VENV=.venv-312 PYTHON=python3.12 TARGET"

run:  ## run a scenario: make run SCENARIO=baseline ARGS="--worlds 500"
	$(call set_up,run)
	$(BIN)/tightrope run $(SCENARIO) $(ARGS)

fast:  ## install the compiled engine, for sweeps and many worlds
	$(call set_up,fast)

dashboard:  ## show everything in the browser: make dashboard ARGS="--port 8800"
	$(call set_up,dashboard)
	@$(BIN)/python -m viz.server.fetch_assets
	$(BIN)/tightrope dashboard $(ARGS)

test: lint types pytest  ## check everything: lint, types, then the test suite

lint:  ## check the style of the code
	$(call set_up,test)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:  ## check the types
	$(call set_up,test)
	$(BIN)/mypy

# The tests of the dashboard drive a real browser, and look at its pages with files that only they need. What is
# missing is said here, and once more by the tests that need it.
screen:
	$(call set_up,test)
	@$(BIN)/python -m viz.server.fetch_assets --tests || true
	@$(BIN)/python -m tests.browser.screen || true

pytest: screen  ## run the test suite on all processors: make pytest ARGS="-k alliance"
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

coverage: screen  ## run the test suite and report which lines it reaches
	$(BIN)/python -m coverage run -m pytest -n auto --dist worksteal $(ARGS)
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report

fuzz:  ## read 50,000 files of each kind made at random, and run those accepted: make fuzz ARGS="--files 2000"
	$(call set_up,test)
	$(BIN)/python -m tests.fuzz $(ARGS)

bench:  ## measure the speed
	$(call set_up,test)
	$(BIN)/python -m benchmarks $(ARGS)

lock:  ## bring the locks to the newest versions that pyproject.toml allows
	$(call set_up,lock,.venv-lock)

clean:  ## remove the environments and all caches; runs are kept
	rm -rf $(VENV) .venv-312 .venv-lock build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Everything a person types. `make test` sets up what it needs by itself.

PYTHON ?= python3
VENV = .venv/bin/python
BROWSER := $(if $(SKIP_BROWSER),,--browser)
export SKIP_BROWSER

.PHONY: test setup lint clean

test:
	@$(PYTHON) -m ops.setup $(BROWSER)
	@$(VENV) -m ops.test $(ARGS)

setup:
	@$(PYTHON) -m ops.setup

lint: setup
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .

# What was built; the data of `make run` stays.
clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis var/static var/stamps var/test

# Everything a person types. `make run` and `make test` set up what they need by themselves.

PYTHON ?= python3
VENV = .venv/bin/python
SIZE ?= 100000
BROWSER := $(if $(SKIP_BROWSER),,--browser)
export SKIP_BROWSER PORT SIZE

.PHONY: run test setup lint bench rel-reminders clean reset

run: setup
	@$(VENV) -m ops.run

test:
	@$(PYTHON) -m ops.setup $(BROWSER)
	@$(VENV) -m ops.test $(ARGS)

setup:
	@$(PYTHON) -m ops.setup

lint: setup
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .

bench: setup
	@$(VENV) -m ops.bench

# No notice is lost: dispatchers killed, database restarted, broker emptied, mail server in bad moods.
rel-reminders: setup
	@$(VENV) -m ops.rel

# What was built; the data of `make run` stays.
clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis var/static var/stamps var/test

# The embedded demonstration database and its stored papers, for a fresh start.
reset: setup
	@$(VENV) -m ops.reset

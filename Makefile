# Everything a newcomer or a developer runs. Needs Python 3.11 or later and the package registries, nothing else.
.DEFAULT_GOAL := help
.PHONY: help demo test fuzz check fix manage reading screens fhir-clients lock stop messages bootstrap
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv/bin/python
ARGS ?=
PORT ?= 8000

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

bootstrap: ## Make .venv and bring it to the lock (every other target does it first)
	@$(PYTHON) tools/bootstrap.py

demo: bootstrap ## Run the whole site with demo people; PORT=8000 changes its port; Ctrl-C ends it
	@exec $(VENV) -m tools.demo --port "$(PORT)"

test: bootstrap ## Run every test, browser included; ARGS="-k journal" passes options to pytest
	@exec $(VENV) -m tools.test $(ARGS)

fuzz: bootstrap ## Call the API as schemathesis thinks of, for ten minutes and more; FUZZ_ONLY='^/access' keeps some addresses
	@FUZZ_PHASES=examples,coverage,fuzzing FUZZ_EXAMPLES=100 FUZZ_SECONDS=600 $(VENV) -m tools.test -n 0 tests/sharing/api/test_fuzz.py

check: bootstrap ## Run every check that is not a test: format, lint, types, contracts, templates, translations, reading
	@exec $(VENV) -m tools.check $(ARGS)

fix: bootstrap ## Put the code in form
	@$(VENV) -m ruff check --fix --quiet .; $(VENV) -m ruff format .

manage: bootstrap ## Run a management command, services ready: make manage ARGS="import_fhir file.json"
	@exec $(VENV) -m tools.manage $(ARGS)

reading: bootstrap ## Say how hard the French is that patients read: long sentences, a score for each page
	@$(VENV) -m tools.reading

screens: bootstrap ## Take pictures of every page of the demonstration, into screens/
	@exec $(VENV) -m tools.screens $(ARGS)

fhir-clients: bootstrap ## Run the FHIR clients and validators of npm against the site; needs Node 20
	@cd tools/fhir-kit && npm ci --no-audit --no-fund --silent
	@exec $(VENV) -m pytest -q -s tests/sharing/api/fhir/by_hand_fhir_kit.py

lock: bootstrap ## Resolve the versions again, within pyproject.toml's ranges
	@exec $(VENV) -m tools.lock $(ARGS)

messages: bootstrap ## Gather the sentences to translate into locale/en, and compile them
	@exec $(VENV) -m tools.messages extract compile

stop: bootstrap ## Stop the services that were left running
	@$(VENV) tools/services.py stop --profile demo; $(VENV) tools/services.py stop --profile test

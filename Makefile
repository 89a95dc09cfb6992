# Two words to know: `make run` and `make test`. Everything stands in .venv/.
PYTHON ?= python3
ARTICLE ?= tests/samples/border-trade.md
TO ?= prs,ps
SERVE ?= 1
PORT ?= 8501
PIP = .venv/bin/python -m pip --disable-pip-version-check -q install --no-deps --require-hashes

.PHONY: run test audit lint check lock clean

run: .venv/run.done
	.venv/bin/workbench translate "$(ARTICLE)" --to "$(TO)" --output out --fail-on never
	@if [ "$(SERVE)" != 0 ]; then .venv/bin/workbench serve --port $(PORT); fi

test: .venv/test.done
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest

# What the project stands on: locks, licences, known faults where there is a network to ask.
audit: .venv/test.done
	.venv/bin/python tests/audit.py

# The environment of a user: pinned, hashed, without what argostranslate wants only for
# splitting sentences (stanza, spacy, torch).
.venv/run.done: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "workbench needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 2; }
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.lock
	.venv/bin/python -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation -e .
	touch $@

.venv/test.done: .venv/run.done requirements-dev.lock
	$(PIP) -r requirements-dev.lock
	touch $@

# Needs uv. Names, versions and hashes only: no addresses.
LOCK = .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml
lock:
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group build --extra postgresql --extra oidc -o requirements-house.lock
	$(LOCK) --group build --extra cluster -o requirements-cluster.lock
	$(LOCK) --group build --extra dev --extra postgresql --extra oidc --extra cluster -o requirements-dev.lock

clean:
	rm -rf .venv out build dist

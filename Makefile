# The commands of this repository; docs/add-a-feature.md says when to use which.
PYTHON ?= python3
VENV := .venv/bin/python
export PORT

.PHONY: help run test check services stop-services bench format messages requirements

help:
	@echo "make run            the whole site on http://127.0.0.1:8000 (PORT=9000 for another port)"
	@echo "make test           all tests that this machine can run"
	@echo "make check          formatting, lint, types, order of imports, templates, translations"
	@echo "make services       PostgreSQL, Redis and Chromium for the complete tests (Debian)"
	@echo "make stop-services  stops them"
	@echo "make bench          figures of performance"
	@echo "make format         formats Python and templates"
	@echo "make messages       collects new sentences into locale/ (needs gettext)"
	@echo "make requirements   pins requirements.in and requirements-dev.in anew"

run:
	@$(PYTHON) scripts/install.py requirements.txt
	@$(VENV) scripts/run.py

test: .dev
	@$(VENV) scripts/test.py

check: .dev
	@$(VENV) scripts/check.py

bench: .dev
	@$(VENV) -m benchmarks.run

format: .dev
	@$(VENV) -m ruff check -q --fix-only .
	@$(VENV) -m ruff format .
	@git ls-files -z 'templates/*.html' | xargs -0r .venv/bin/djade --target-version 5.2

messages: .dev
	@$(VENV) manage.py makemessages --all --no-location --no-wrap --ignore=.venv --ignore=var

requirements: .dev
	@for name in requirements requirements-dev; do \
		$(VENV) -m uv pip compile -q --upgrade --python-version 3.11 --generate-hashes \
			--no-header $$name.in -o $$name.txt || exit 1; \
	done

services:
	@bash scripts/services.sh start

stop-services:
	@bash scripts/services.sh stop

.PHONY: .dev
.dev:
	@$(PYTHON) scripts/install.py requirements-dev.txt

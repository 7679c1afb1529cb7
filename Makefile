# 两条命令：make demo 看演示，make test 跑测试。只要 Python 3.11 以上和 make；不用管理员权限，什么都装在 .venv 里。
# Two commands. Everything is installed into .venv from requirements.lock, whose hashes are checked.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := uv pip compile --universal --generate-hashes --python-version 3.11 --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test lint lock pictures catalogue clean

help:
	@echo 'make demo    演示：装好环境，载入样例数据，在 http://127.0.0.1:$(PORT)/ 打开（PORT=8080 make demo 换端口）'
	@echo 'make test    跑全部测试'
	@echo 'make lint    代码检查：ruff、mypy、import-linter'
	@echo 'make pictures  用演示数据重拍 README 的图（要有 chromium）'
	@echo 'make catalogue  把新写的中文句子放进英文词条，等着翻译'
	@echo 'make lock    改了 pyproject.toml 的依赖以后，重新生成 requirements.lock（要有 uv）'
	@echo 'make clean   删掉 .venv 和演示数据'

demo: $(VENV)/runtime-installed
	@REGISTRY_DATA_DIR='$(CURDIR)/.demo' REGISTRY_PORT='$(PORT)' $(BIN)/registry demo

test: $(VENV)/all-installed
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/all-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The lock has two parts, and a server needs the first only.
$(VENV)/runtime-installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo '正在安装运行所需的程序包，第一次要一两分钟……'
	@sed '/^# For the tests/,$$d' requirements.lock > $(VENV)/runtime.lock
	@$(PIP) install --require-hashes -r $(VENV)/runtime.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/all-installed: $(VENV)/runtime-installed
	@echo '正在安装测试所需的程序包……'
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo '没有找到 Python 3.11 或更新的版本。Debian、Ubuntu 上请装：apt install python3 python3-venv'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python 缺少 venv。Debian、Ubuntu 上请装：apt install $$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; \
		exit 1; }

pictures: $(VENV)/all-installed
	$(BIN)/python -m tests.browser.pictures static/pictures

catalogue: $(VENV)/all-installed
	$(BIN)/python -m tests.catalogue

lock:
	@command -v uv > /dev/null || { echo '要有 uv：pip install uv'; exit 1; }
	@echo '# What a server needs, PostgreSQL and Redis included. Made by `make lock`.' > requirements.new
	@$(COMPILE) pyproject.toml --extra postgres --extra redis --extra build --output-file $(VENV)/runtime.lock
	@cat $(VENV)/runtime.lock >> requirements.new
	@echo '# For the tests and checks.' >> requirements.new
	@$(COMPILE) pyproject.toml --extra dev --constraint $(VENV)/runtime.lock --output-file $(VENV)/tests.lock \
		$$(sed -n 's/^\([A-Za-z0-9._-]*\)==.*/--no-emit-package \1/p' $(VENV)/runtime.lock)
	@cat $(VENV)/tests.lock >> requirements.new
	@mv requirements.new requirements.lock

clean:
	rm -rf $(VENV) .demo

# A thin wrapper: every command lives in ./run, which also works where make is missing.
# make run PORT=8001      another address
# make test ARGS="unit"   what ./run test takes, e.g. ARGS="unit -- -k match"

.PHONY: help setup run serve test lint bench screens lock check clean

help:
	@./run help

run serve:
	@./run serve $(ARGS)

setup test lint bench screens lock check clean:
	@./run $@ $(ARGS)

#!/usr/bin/env bash
# Guess: a stream that fails is counted as handled under its code, as a call with one answer is.
# Seen:  py-async-grpc-prometheus 0.2.0 counts streams that end well, and those that raise or abort not at all: the
#        failed share of a streaming method is zero however many of them fail. They are in the histogram of durations
#        and among those started.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'py-async-grpc-prometheus==0.2.0' \
    'grpcio==1.85.3' \
    'setuptools==80.9.0' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
import asyncio
import grpc
from prometheus_client import REGISTRY
from py_async_grpc_prometheus.prometheus_async_server_interceptor import PromAsyncServerInterceptor

def counted(name, *labels):
    """The counter's values by these labels, without what was never counted."""
    return {tuple(sample.labels[label] for label in labels): int(sample.value) for family in REGISTRY.collect()
            for sample in family.samples if sample.name == name and sample.value}

async def numbers(request, context):
    yield b"1"
    if request == b"abort":
        await context.abort(grpc.StatusCode.INTERNAL, "failed")
    if request == b"raise":
        raise ValueError("raised")
    yield b"2"

async def one(request, context):
    if request == b"abort":
        await context.abort(grpc.StatusCode.INTERNAL, "failed")
    return b"1"

async def load():
    """What the client is answered when each is asked ten times."""
    server = grpc.aio.server(interceptors=[PromAsyncServerInterceptor(enable_handling_time_histogram=True)])
    handlers = {"One": grpc.unary_unary_rpc_method_handler(one), "Many": grpc.unary_stream_rpc_method_handler(numbers)}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("shop.Shop", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    answers = {}
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        for method, request in [("One", b""), ("One", b"abort"), ("Many", b""), ("Many", b"abort"), ("Many", b"raise")] * 10:
            kind = channel.unary_unary if method == "One" else channel.unary_stream
            call = kind(f"/shop.Shop/{method}")(request)
            code = "OK"
            try:
                if method == "One":
                    await call
                else:
                    assert [number async for number in call] == [b"1", b"2"]
            except grpc.RpcError as error:
                code = error.code().name
            answers[method, code] = answers.get((method, code), 0) + 1
    await server.stop(1)
    return answers

answers = asyncio.run(load())
handled = counted("grpc_server_handled_total", "grpc_method", "grpc_code")
timed = counted("grpc_server_handling_seconds_count", "grpc_method")
print("answered:", answers)
print("handled: ", handled)
print("timed:   ", timed)
raise SystemExit(0 if answers == {("One", "OK"): 10, ("One", "INTERNAL"): 10, ("Many", "OK"): 10, ("Many", "INTERNAL"): 10,
                                  ("Many", "UNKNOWN"): 10}
                 and handled == {("One", "OK"): 10, ("One", "INTERNAL"): 10, ("Many", "OK"): 10}
                 and timed == {("One",): 20, ("Many",): 30} else 1)
PYTHON

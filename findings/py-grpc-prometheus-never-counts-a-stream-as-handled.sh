#!/usr/bin/env bash
# Guess: a call whose answer is a stream is counted as handled when the stream ends, with its code, as Go's library does.
# Seen:  py-grpc-prometheus 0.8.0 counts it as started and its messages as sent, and never as handled, nor in the
#        histogram of durations: rates of what was handled lack all streams, failed ones too, and started less handled
#        climbs for ever.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'py-grpc-prometheus==0.8.0' \
    'grpcio==1.85.3' \
    'setuptools==80.9.0' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
from concurrent.futures import ThreadPoolExecutor
import grpc
from prometheus_client import REGISTRY
from py_grpc_prometheus.prometheus_server_interceptor import PromServerInterceptor

def counted(name, *labels):
    """The counter's values by these labels, without what was never counted."""
    return {tuple(sample.labels[label] for label in labels): int(sample.value) for family in REGISTRY.collect()
            for sample in family.samples if sample.name == name and sample.value}

def numbers(request, context):
    yield b"1"
    yield b"2"
    if request == b"fail":
        context.abort(grpc.StatusCode.INTERNAL, "failed")

handlers = {
    "One": grpc.unary_unary_rpc_method_handler(lambda request, context: b"1"),
    "Many": grpc.unary_stream_rpc_method_handler(numbers),
}
server = grpc.server(ThreadPoolExecutor(4), interceptors=[PromServerInterceptor(enable_handling_time_histogram=True)])
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("shop.Shop", handlers),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
    one, many = channel.unary_unary("/shop.Shop/One"), channel.unary_stream("/shop.Shop/Many")
    for _ in range(10):
        one(b"")
        assert list(many(b"")) == [b"1", b"2"]
    for _ in range(5):
        try:
            list(many(b"fail"))
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.INTERNAL
server.stop(1).wait()
started = counted("grpc_server_started_total", "grpc_method")
handled = counted("grpc_server_handled_total", "grpc_method", "grpc_code")
timed = counted("grpc_server_handling_seconds_count", "grpc_method")
print("started:", started)
print("handled:", handled)
print("timed:  ", timed)
raise SystemExit(0 if started == {("One",): 10, ("Many",): 15} and handled == {("One", "OK"): 10}
                 and timed == {("One",): 10} else 1)
PYTHON

#!/usr/bin/env bash
# Guess: a server's metric of calls has the status that their clients got: a call whose deadline passed is counted under
#        DEADLINE_EXCEEDED, one that its client gave up under CANCELLED, as failures are under theirs.
# Seen:  grpcio-observability 1.85.0, gRPC's own plugin for OpenTelemetry, counts both at the server under OK, with the time
#        until the client went (0.2 s of a handler that takes 0.6 s). A service that is too slow for all of its
#        callers has no failures and short durations; only the callers' metrics tell.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'grpcio==1.85.0' \
    'grpcio-observability==1.85.0' \
    'opentelemetry-sdk==1.45.2'
"$folder/venv/bin/python" - <<'PYTHON'
import concurrent.futures
import time
import grpc
import grpc_observability
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

reader = InMemoryMetricReader()
plugin = grpc_observability.OpenTelemetryPlugin(meter_provider=MeterProvider([reader]))
plugin.register_global()

def fine(request, context):
    return b"fine"

def aborts(request, context):
    context.abort(grpc.StatusCode.UNAVAILABLE, "not now")

def slow(request, context):
    time.sleep(0.6)
    return b"late"

def stream(request, context):
    for _ in range(3):
        yield b"part"
        time.sleep(0.3)

handlers = {call.__name__: grpc.unary_unary_rpc_method_handler(call) for call in (fine, aborts, slow)}
handlers["stream"] = grpc.unary_stream_rpc_method_handler(stream)
server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
server.add_registered_method_handlers("shop.Shop", handlers)
server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("shop.Shop", handlers)])
port = server.add_insecure_port("127.0.0.1:0")
server.start()
channel = grpc.insecure_channel(f"127.0.0.1:{port}")
for name in ("fine", "aborts", "slow"):
    for _ in range(3):
        try:
            channel.unary_unary(f"/shop.Shop/{name}", _registered_method=True)(b"", timeout=0.2)
        except grpc.RpcError:
            pass
for _ in range(3):
    answers = channel.unary_stream("/shop.Shop/stream", _registered_method=True)(b"")
    next(answers)
    answers.cancel()
time.sleep(1.5)
channel.close()
server.stop(1).wait()
time.sleep(1)
seen = {}
for resource in reader.get_metrics_data().resource_metrics:
    for metric in (metric for scope in resource.scope_metrics for metric in scope.metrics):
        if metric.name in ("grpc.client.attempt.duration", "grpc.server.call.duration"):
            for point in metric.data.data_points:
                call = point.attributes["grpc.method"].rpartition("/")[2]
                seen[metric.name.split(".")[1], call] = point.attributes["grpc.status"], point.count, point.sum / point.count
for (side, call), (status, count, mean) in sorted(seen.items()):
    print(f"{side} {call}: {count} calls {status}, {mean:.1f} s each")
statuses = {key: found[0] for key, found in seen.items()}
plugin.deregister_global()
raise SystemExit(0 if statuses == {
    ("client", "fine"): "OK", ("client", "aborts"): "UNAVAILABLE", ("client", "slow"): "DEADLINE_EXCEEDED",
    ("client", "stream"): "CANCELLED", ("server", "fine"): "OK", ("server", "aborts"): "UNAVAILABLE",
    ("server", "slow"): "OK", ("server", "stream"): "OK"} and seen["server", "slow"][2] < 0.4 else 1)
PYTHON

#!/usr/bin/env bash
# Guess: Histogram.time(), Counter.count_exceptions() and Gauge.track_inprogress() work for a coroutine function as for a
#        function, or refuse it: they are decorators of handlers, and handlers are coroutines today.
# Seen:  prometheus-client 0.26.0 ends all three when the call returns, which for a coroutine function is before it begins:
#        a handler of 0.2 s is measured with below a millisecond, its exceptions are not counted, and none is in progress
#        while five of them are. As "with" blocks around the same await all three are right, and as decorators of
#        prometheus-async 26.1.0.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheus-client==0.26.0' \
    'prometheus-async==26.1.0'
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import prometheus_async.aio
from prometheus_client import REGISTRY, Counter, Gauge, Histogram

async def work():
    await asyncio.sleep(0.2)
    raise ValueError("broken")

def measured(name, decorate):
    """What is measured of five calls that last 0.2 s and fail: mean time, exceptions, and in progress half way."""
    seconds, failed = Histogram(f"{name}_seconds", "Time."), Counter(f"{name}_failed", "Exceptions.")
    busy = Gauge(f"{name}_busy", "In progress.")
    handler = decorate(seconds, failed, busy)

    async def ask():
        calls = [asyncio.ensure_future(handler()) for _ in range(5)]
        await asyncio.sleep(0.1)
        half_way = REGISTRY.get_sample_value(f"{name}_busy")
        await asyncio.gather(*calls, return_exceptions=True)
        return half_way

    half_way = asyncio.run(ask())
    value = REGISTRY.get_sample_value
    mean = value(f"{name}_seconds_sum") / value(f"{name}_seconds_count")
    print(f"{name}: mean {mean:.3f} s, {value(f'{name}_failed_total'):.0f} exceptions, {half_way:.0f} in progress")
    return round(mean, 1), value(f"{name}_failed_total"), half_way

def blocks(seconds, failed, busy):
    async def handler():
        with seconds.time(), failed.count_exceptions(), busy.track_inprogress():
            await work()
    return handler

aio = prometheus_async.aio
seen = [measured("decorators", lambda seconds, failed, busy: seconds.time()(
            failed.count_exceptions()(busy.track_inprogress()(work)))),
        measured("blocks", blocks),
        measured("others", lambda seconds, failed, busy: aio.time(seconds)(
            aio.count_exceptions(failed)(aio.track_inprogress(busy)(work))))]
raise SystemExit(0 if seen == [(0.0, 0.0, 0.0), (0.2, 5.0, 5.0), (0.2, 5.0, 5.0)] else 1)
PYTHON

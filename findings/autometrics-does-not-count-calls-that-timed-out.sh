#!/usr/bin/env bash
# Guess: a call that is given up after its timeout (asyncio.wait_for, asyncio.timeout) is a call: with result="error", and a
#        duration; and function_calls_concurrent is back at zero when nothing runs.
# Seen:  autometrics 1.0.0 knows exceptions alone, and a coroutine that is cancelled raises none of these: it is in no
#        counter and no histogram, and stays among the concurrent calls for ever. Where half of the calls time out the
#        success rate that its objectives are made of is 100 %, and the latencies are those of the other half.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'autometrics==1.0.0' \
    'prometheus-client==0.17.1'
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
from autometrics import autometrics, init
from autometrics.objectives import Objective, ObjectiveLatency, ObjectivePercentile
from prometheus_client import REGISTRY

init(tracker="prometheus")
objective = Objective("service", success_rate=ObjectivePercentile.P99_9,
                      latency=(ObjectiveLatency.Ms250, ObjectivePercentile.P99))

@autometrics(objective=objective, track_concurrency=True)
async def call(seconds, fails=False):
    await asyncio.sleep(seconds)
    if fails:
        raise ValueError("failed")

async def main():
    for _ in range(10):
        await call(0.001)
        try:
            await call(0.001, fails=True)
        except ValueError:
            pass
        try:
            await asyncio.wait_for(call(5), 0.05)
        except asyncio.TimeoutError:
            pass

asyncio.run(main())

def total(name, **labels):
    return sum(sample.value for family in REGISTRY.collect() for sample in family.samples if sample.name == name
               and sample.labels["function"] == "call" and labels.items() <= sample.labels.items())

seen = {"ok": total("function_calls_total", result="ok"), "error": total("function_calls_total", result="error"),
        "durations": total("function_calls_duration_seconds_count"), "concurrent": total("function_calls_concurrent")}
print("ten calls that went well, ten that raised, ten that timed out:", seen)
raise SystemExit(0 if seen == {"ok": 10, "error": 10, "durations": 20, "concurrent": 10} else 1)
PYTHON

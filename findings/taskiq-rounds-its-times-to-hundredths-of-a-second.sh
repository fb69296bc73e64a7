#!/usr/bin/env bash
# Guess: the histogram execution_time of taskiq's middleware for Prometheus, whose buckets begin at 5 ms, has the time that
#        each task took: 200 tasks of a millisecond are 0.2 s or more altogether.
# Seen:  taskiq 0.13.0 rounds the time of a task to hundredths of a second before anyone sees it: what takes less than 5 ms
#        took nothing, as almost all of these, however much work they are together. Their average is near zero, and the
#        buckets for 5 ms and 10 ms mean other bounds than they say.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'taskiq[metrics]==0.13.0' \
    'prometheus-client==0.23.1'
"$folder/venv/bin/python" - "$folder/values" <<'PYTHON'
import asyncio
import pathlib
import sys
import time
from taskiq import InMemoryBroker
from taskiq.middlewares.prometheus_middleware import PrometheusMiddleware

broker = InMemoryBroker(await_inplace=True).with_middlewares(PrometheusMiddleware(metrics_path=pathlib.Path(sys.argv[1])))
TASKS, SECONDS = 200, 0.001

@broker.task(task_name="quick")
async def quick():
    begin = time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        pass

async def main():
    await broker.startup()
    results = [await (await quick.kiq()).wait_result(check_interval=0.001) for _ in range(TASKS)]
    await broker.shutdown()
    return [result.execution_time for result in results]

times = asyncio.run(main())
# The middleware says where the values are kept; the client library asks for that when it is imported.
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry)
total, count = (registry.get_sample_value(f"execution_time_{end}", {"task_name": "quick"}) for end in ("sum", "count"))
hundredths = sum(each in (0, 0.01, 0.02, 0.03, 0.04, 0.05) for each in times)
print(f"{TASKS} tasks of at least {SECONDS} s, {TASKS * SECONDS} s altogether: count {count:.0f}, sum {total:.2f} s;"
      f" of their times {times.count(0)} are 0, and {hundredths} are whole hundredths of a second")
# A busy machine may take its time for a few of them.
raise SystemExit(0 if count == TASKS and round(total - sum(times), 6) == 0 and times.count(0) > TASKS * 0.8
                 and hundredths > TASKS * 0.9 else 1)
PYTHON

#!/usr/bin/env bash
# Guess: arq_jobs_completed and arq_jobs_failed are what a worker has done so far, some seconds old: the exporter is started
#        with a delay of 5 s. The sum over two workers is what both have done.
# Seen:  arq-prometheus 0.3.0 with arq 0.28.0 reads the text that a worker leaves for its health check, and a worker writes
#        that once an hour unless it is told another interval: after 20 jobs, five of which failed, all gauges are 0.
#        With an interval of a second they are right for one worker; two workers of a queue write to the same key, and
#        each exporter shows those of whichever wrote last: the sum over both is not what was done.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3.10 or later with venv; writes into
# a temporary folder only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'arq-prometheus==0.3.0' \
    'arq==0.28.0' \
    'prometheus-client==0.23.1'
apt-get -qq download 'redis-server=5:7.0.15-1~deb12u10' 'redis-tools=5:7.0.15-1~deb12u10' libjemalloc2 liblua5.1-0 liblzf1 \
    libatomic1 2>errors
for package in *.deb; do dpkg-deb -x "$package" files; done
libraries=$(find "$PWD/files" -name '*.so*' -exec dirname {} \; | sort -u | paste -sd:)
port=$(python3 -c 'import socket; one = socket.socket(); one.bind(("127.0.0.1", 0)); print(one.getsockname()[1])')
LD_LIBRARY_PATH=$libraries files/usr/bin/redis-server --port "$port" --bind 127.0.0.1 --save '' --dir "$PWD" >redis.log &
redis=$!
trap 'kill "$redis"; wait "$redis" || true; rm -rf "$folder"' EXIT
for _ in {1..50}; do grep -q 'Ready to accept' redis.log && break; sleep 0.1; done
venv/bin/python - "$port" 2>>errors <<'PYTHON'
import asyncio
import datetime
import sys
import prometheus_client
from arq.connections import RedisSettings, create_pool
from arq.worker import Worker
from arq_prometheus import ArqPrometheusMetrics

settings = RedisSettings(host="127.0.0.1", port=int(sys.argv[1]))

async def job(context, fails):
    await asyncio.sleep(0.02)
    if fails:
        raise ValueError("failed")

async def done_and_said(workers, **options):
    """Jobs that the workers completed and failed, for each, and what its exporter says of it."""
    pool = await create_pool(settings)
    await pool.flushall()
    made = []
    for _ in range(workers):
        registry = prometheus_client.CollectorRegistry()

        async def startup(context, registry=registry):
            exporter = ArqPrometheusMetrics(context, delay=datetime.timedelta(seconds=0.5), enable_webserver=False,
                                            registry=registry)
            context["exporter"] = await exporter.start()

        async def shutdown(context):
            await context["exporter"].stop()

        worker = Worker([job], redis_settings=settings, on_startup=startup, on_shutdown=shutdown, handle_signals=False,
                        poll_delay=0.05, max_jobs=1, **options)
        made.append((worker, registry, asyncio.create_task(worker.main())))
    await asyncio.sleep(1.5)
    for each in range(20):
        await pool.enqueue_job("job", each % 4 == 0)
    await asyncio.sleep(4)
    done = [(worker.jobs_complete, worker.jobs_failed) for worker, _, _ in made]
    # For three seconds, as its number may change with who wrote last.
    said = [set() for _ in made]
    for _ in range(30):
        await asyncio.sleep(0.1)
        for (_, registry, _), pairs in zip(made, said):
            pairs.add(tuple(int(registry.get_sample_value(f"arq_jobs_{name}")) for name in ("completed", "failed")))
    for worker, _, task in made:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await worker.close()
    await pool.aclose()
    return done, said

seen = [asyncio.run(done_and_said(workers, **options)) for workers, options in (
    (1, {}), (1, {"health_check_interval": 1}), (2, {"health_check_interval": 1}))]
for name, (done, said) in zip(("one worker", "one, checked each second", "two, checked each second"), seen):
    print(f"{name}: completed and failed {done}, its page says {[sorted(each) for each in said]}")
(plain, plain_said), (often, often_said), (two, two_said) = seen
raise SystemExit(0 if plain == often == [(15, 5)] and plain_said == [{(0, 0)}]
                 and often_said == [{(15, 5)}] and sum(map(sum, two)) == 20 and min(map(sum, two)) > 0
                 and set().union(*two_said) <= set(two) and (two_said[0] != {two[0]} or two_said[1] != {two[1]}) else 1)
PYTHON

#!/usr/bin/env bash
# Guess: rq_workers_success_total and rq_workers_failed_total, summed over the workers, say how many jobs succeeded and
#        failed so far: they are counters, and a worker that has done its work takes nothing away.
# Seen:  rq-exporter 3.1.0 shows the workers that are registered now, under names made at random: when one ends, as those
#        that are started for a burst do, its series end with it. Two workers do six jobs each, and the sums are 0
#        after either; the second has a series of its own, so that nothing adds up to the four jobs that failed.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'rq-exporter==3.1.0' \
    'rq==2.12.0' \
    'fakeredis[lua]==2.41.0' \
    'prometheus-client==0.26.0'
cat >jobs.py <<'PYTHON'
def fine():
    return "fine"

def fails():
    raise ValueError("a job's fault")
PYTHON
cat >run.py <<'PYTHON'
import fakeredis
import prometheus_client
from rq import Queue, SimpleWorker
from rq_exporter.collector import RQCollector
import jobs

store = fakeredis.FakeStrictRedis()
registry = prometheus_client.CollectorRegistry()
registry.register(RQCollector(connection=store))
queue = Queue("mail", connection=store)

def sums():
    """What the page says of the workers, over all of them."""
    totals = {"rq_workers_success_total": 0, "rq_workers_failed_total": 0}
    names = set()
    for metric in registry.collect():
        for sample in metric.samples:
            if sample.name in totals:
                totals[sample.name] += sample.value
                names.add(sample.labels["name"])
    return list(totals.values()), names

seen, named = [], set()
for number in (1, 2):
    for job in (jobs.fine,) * 4 + (jobs.fails,) * 2:
        queue.enqueue(job)
    worker = SimpleWorker([queue], connection=store)
    ends = worker.register_death

    def last_look():
        totals, names = sums()
        seen.append(totals)
        named.update(names)
        ends()

    worker.register_death = last_look
    worker.work(burst=True, logging_level="CRITICAL")
    seen.append(sums()[0])
    print(f"worker {number}: {seen[-2][0]:g} succeeded and {seen[-2][1]:g} failed before it ends, "
          f"{seen[-1][0]:g} and {seen[-1][1]:g} after")
print(f"names: {len(named)}")
raise SystemExit(0 if seen == [[4, 2], [0, 0]] * 2 and len(named) == 2 else 1)
PYTHON
venv/bin/python run.py

#!/usr/bin/env bash
# Guess: when every delayed message has come and gone, the gauge of delayed messages is back at zero, and a retry is
#        counted once.
# Seen:  dramatiq 2.2.1's Prometheus middleware: a retried message waits in the queue with .DQ behind its name and is
#        counted up under that name, but down under the name without it. One series climbs for ever, the other falls
#        below zero. Retries are counted under both names: a sum over queues shows twice as many as there were.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'dramatiq==2.2.1' \
    'prometheus-client==0.26.0'
dramatiq_prom_db=$folder/counted "$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
import dramatiq
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import Retries
from dramatiq.middleware.prometheus import Prometheus

measured = Prometheus()
broker = StubBroker(middleware=[measured, Retries()])
dramatiq.set_broker(broker)
failed = set()

@dramatiq.actor(max_retries=3, min_backoff=10, max_backoff=20)
def fails_once(number):
    if number not in failed:
        failed.add(number)
        raise ValueError("once")

measured.after_process_boot(broker)
worker = dramatiq.Worker(broker, worker_timeout=50, worker_threads=1)
worker.start()
for number in range(10):
    fails_once.send(number)
broker.join(fails_once.queue_name)
worker.join()
worker.stop()
counted = {}
for metric in (measured.inprogress_delayed_messages, measured.total_retried_messages):
    for family in metric.collect():
        for sample in family.samples:
            if not sample.name.endswith("_created"):
                counted[sample.name, sample.labels["queue_name"]] = sample.value
print("failed once and were retried:", len(failed))
for key, value in sorted(counted.items()):
    print(*key, value)
raise SystemExit(0 if len(failed) == 10 and counted == {
    ("dramatiq_delayed_messages_inprogress", "default"): -10.0,
    ("dramatiq_delayed_messages_inprogress", "default.DQ"): 10.0,
    ("dramatiq_message_retries_total", "default"): 10.0,
    ("dramatiq_message_retries_total", "default.DQ"): 10.0,
} else 1)
PYTHON

#!/usr/bin/env bash
# Guess: apscheduler_job_duration_seconds has each run of a job from its begin to its end, its count is how often the job
#        ran, and so is apscheduler_job_done_total; a job may run several times at once (max_instances).
# Seen:  apscheduler-exporter 0.2.6 begins the clock of a job's first run when the job is added: one that is planned for
#        every 1.5 s and takes 10 ms took 1.5 s at first, and one for every day takes a day. Of a job whose runs overlap it
#        knows one at a time: runs that begin while another lasts are in no count, and runs of 1.2 s took 0.2 s, from the
#        begin of one to the end of another.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'apscheduler-exporter==0.2.6' \
    'apscheduler==3.11.3' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - 2>"$folder/log" <<'PYTHON'
import collections
import time
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler_metrics import APSchedulerExporter

scheduler = BackgroundScheduler()
exporter = APSchedulerExporter(scheduler)
ran = collections.Counter()

def quick():
    time.sleep(0.01)
    ran["quick"] += 1

def overlapping():
    time.sleep(1.2)
    ran["overlapping"] += 1

scheduler.add_job(quick, "interval", seconds=1.5, name="quick", id="quick")
scheduler.add_job(overlapping, "interval", seconds=0.5, name="overlapping", id="overlapping", max_instances=5)
scheduler.start()
time.sleep(6.2)
scheduler.pause()
time.sleep(2)
scheduler.shutdown()

def said(name, job):
    return exporter.registry.get_sample_value(name, {"job_name": job})

seen = {}
for job in ("quick", "overlapping"):
    total, count, done = (said(f"apscheduler_job_{name}", job)
                          for name in ("duration_seconds_sum", "duration_seconds_count", "done_total"))
    last = said("apscheduler_job_last_duration_seconds", job)
    seen[job] = total, count, done, last
    print(f"{job}: ran {ran[job]} times; done {done:.0f}, durations {count:.0f}, {total:.2f} s altogether,"
          f" the last {last:.2f} s")
quick, overlapping = seen["quick"], seen["overlapping"]
raise SystemExit(0 if quick[1] == ran["quick"] and 1.4 < quick[0] < 2.4 and quick[3] < 0.3
                 and overlapping[1] < ran["overlapping"] and overlapping[2] < ran["overlapping"]
                 and overlapping[0] < ran["overlapping"] * 1.2 * 0.6 and overlapping[3] < 0.9 else 1)
PYTHON

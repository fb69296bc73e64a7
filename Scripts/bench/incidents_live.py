"""Plays incidents in the world's own time, and judges what the built program says in a terminal of 80x24.

Each incident has ports of its own; one Prometheus scrapes all of them, a job each. The screens are tmux panes of one
server of tmux's that is this run's alone.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request

SCRAPE, WINDOW = 2, 15
PROGRAMS = (".build/release", ".build/debug")


def program(name):
    for folder in PROGRAMS:
        if os.path.exists(f"{folder}/{name}"):
            return os.path.abspath(f"{folder}/{name}")
    sys.exit(f"{name} is not built")


def prometheus():
    found = []
    for folder, _, files in os.walk(".build/tools"):
        if "prometheus" in files and folder.endswith("bin"):
            found.append(os.path.join(folder, "prometheus"))
    newest = [path for path in sorted(found) if "prometheus-3" in path]
    if not found:
        sys.exit("no Prometheus: Scripts/setup test fetches it")
    return os.path.abspath((newest or sorted(found))[-1])


class Screen:
    """One screen, and what it has said wrong so far."""

    def __init__(self, stage, incident, source):
        self.stage, self.incident, self.source = stage, incident, source
        self.name = f"{source}-{incident['name']}"
        self.faults = []
        self.due = sorted(incident["expect"], key=lambda expected: expected["at"])
        self.calm_rows = None

    def command(self, extra=()):
        base = [program("sretop"), "watch", "--window", f"{WINDOW}s", "--every", f"{SCRAPE}s"]
        for limit in self.incident["limits"]:
            base += ["--limit", limit]
        if self.source == "pages":
            addresses = self.incident["services"][self.incident["service"]]
            pages = [word for address in addresses for word in ("--scrape", f"http://{address}/metrics")]
            return base + pages + list(extra)
        job = self.stage.job(self.incident, self.incident["service"])
        return base + ["--prometheus", self.stage.url, "--service", job] + list(extra)

    def open(self):
        words = " ".join(f"'{word}'" for word in self.command())
        self.stage.tmux("new-session", "-d", "-s", self.name, "-x", "80", "-y", "24", f"TERM=xterm-256color {words}")

    def rows(self):
        text = self.stage.tmux("capture-pane", "-p", "-t", self.name)
        return text.split("\n")[1:3]

    def look(self, now):
        """Judges what is due; `now` is in seconds of the play."""
        rows = self.rows()
        onset = self.incident["onset"]
        if (onset is None or now < onset) and not self.calm_rows and ("CRIT" in rows[0] or "WARN" in rows[0]):
            self.calm_rows = rows
            self.note("calm", now, "an alarm", rows)
        while self.due and self.due[0]["at"] <= now:
            self.judge(self.due.pop(0), now, rows)

    def note(self, kind, now, text, rows):
        self.faults.append(f"    {kind} at {now:.0f} s: {text}\n" + "\n".join(f"        |{row}|" for row in rows))

    def record(self):
        result = subprocess.run(self.command(["--once", "--json"]), capture_output=True, text=True, timeout=60)
        try:
            return json.loads(result.stdout)
        except ValueError:
            return {"state": "none", "suspects": [], "evidence": [result.stdout + result.stderr]}

    def judge(self, expected, now, rows):
        text = "\n".join(rows)
        word = shown(rows[0])
        if expected["verdict"] and word not in expected["verdict"]:
            self.note("verdict", now, f"told {word}, not {expected['verdict']}", rows)
        if expected["suspects"] and not any(all(name in text for name in part) for part in expected["suspects"]):
            self.note("row", now, f"none of {expected['suspects']}", rows)
        for word in expected["words"]:
            if word not in text:
                self.note("words", now, f"'{word}' is missing", rows)
        for word in expected["absent"]:
            if word in text:
                self.note("words", now, f"'{word}' stands there", rows)
        if expected.get("onset") is not None and word != "ok":
            self.judge_onset(expected["onset"], now, rows)
        # What has just been opened knows the past only from a Prometheus.
        if self.source == "prometheus" and expected["suspects"]:
            record = self.record()
            first = [value for values in record["suspects"][:1] for part in values["values"] for value in part]
            if not any(all(name in first for name in part) for part in expected["suspects"]):
                self.note("culprit", now, f"JSON names {first}, not one of {expected['suspects']}", rows)

    def judge_onset(self, onset, now, rows):
        told = since(rows[0])
        if told is None:
            return self.note("onset", now, "nothing dated", rows)
        truth = (self.incident["epoch"] + onset) % 86400
        first, last = told
        # The clock shows whole seconds.
        if first == last and not (first - 2 * SCRAPE - 1 <= truth <= first + 2 * SCRAPE + 1):
            self.note("onset", now, f"off by {first - truth:.0f} s", rows)
        if first != last and not (first - 1 <= truth <= last + 1):
            self.note("onset", now, "outside of its interval", rows)


def shown(row):
    for sign, word in (("CRIT", "crit"), ("WARN", "warn"), ("DOWN", "down"), ("too few", "few"), ("idle", "idle")):
        if sign in row:
            return "ok" if " after " in row and " ok " in row else word
    return "ok" if (" ok" in row or "may be chance" in row or "no new failures" in row) else row.strip()[:20]


def since(row):
    """From when to when it began, in seconds of the day; None where nothing is dated."""
    for mark in ("since before ", "since "):
        if mark in row:
            text = row.split(mark, 1)[1].split(" ")[0].strip("()")
            break
    else:
        return None
    parts = text.split("…")
    try:
        first = seconds(parts[0])
        if len(parts) == 1:
            return first, first
        last = parts[1] if ":" in parts[1] else parts[0][:-2] + parts[1]
        return first, seconds(last)
    except ValueError:
        return None


def seconds(text):
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


class Stage:
    """The parts of one batch: the played pages, a Prometheus, tmux."""

    def __init__(self, files):
        self.folder = tempfile.mkdtemp(prefix="incidents-")
        self.port = random.randrange(21_000, 55_000)
        self.socket = f"{self.folder}/tmux"
        self.player = subprocess.Popen(
            [program("incidentbench"), "--serve", str(self.port + 1), *files], stdout=subprocess.PIPE, text=True
        )
        self.incidents = [json.loads(self.player.stdout.readline()) for _ in files]
        self.url = f"http://127.0.0.1:{self.port}"
        self.server = self.start_prometheus()

    def job(self, incident, service):
        return f"{incident['name']}-{service}"

    def start_prometheus(self):
        jobs = []
        for incident in self.incidents:
            for service, addresses in incident["services"].items():
                targets = ", ".join(f'"{address}"' for address in addresses)
                jobs.append(
                    f"  - job_name: {self.job(incident, service)}\n    static_configs: [{{targets: [{targets}]}}]\n"
                )
        with open(f"{self.folder}/prometheus.yml", "w", encoding="utf-8") as file:
            file.write(f"global: {{scrape_interval: {SCRAPE}s, scrape_timeout: {SCRAPE}s}}\nscrape_configs:\n")
            file.write("".join(jobs))
        server = subprocess.Popen(
            [
                prometheus(),
                f"--config.file={self.folder}/prometheus.yml",
                f"--storage.tsdb.path={self.folder}/data",
                f"--web.listen-address=127.0.0.1:{self.port}",
                "--log.level=error",
            ]
        )
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{self.url}/-/ready", timeout=1).close()
                return server
            except OSError:
                time.sleep(0.2)
        sys.exit("the Prometheus does not start")

    def tmux(self, *words):
        command = ["tmux", "-S", self.socket, "-f", "/dev/null", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def close(self):
        self.tmux("kill-server")
        for part in (self.player, self.server):
            part.terminate()
            part.wait()


def play(files):
    stage = Stage(files)
    try:
        time.sleep(6)
        screens = [
            Screen(stage, incident, source)
            for incident in stage.incidents
            for source in ("pages", "prometheus")
            if not incident["sources"] or source in incident["sources"]
        ]
        for screen in screens:
            screen.open()
        end = max(incident["epoch"] + incident["seconds"] for incident in stage.incidents)
        while time.time() < end:
            begun = time.time()
            for screen in screens:
                now = time.time() - screen.incident["epoch"]
                if now > 25:
                    screen.look(now)
            time.sleep(max(0.2, SCRAPE - (time.time() - begun)))
        return screens
    finally:
        stage.close()


def main(words):
    batch, files = 12, []
    while words:
        word = words.pop(0)
        if word == "--batch":
            batch = int(words.pop(0))
        elif os.path.isdir(word):
            files += sorted(f"{word}/{name}" for name in os.listdir(word) if name.endswith(".yaml"))
        else:
            files.append(word)
    if not files:
        folder = "Tests/Incidents"
        files = sorted(f"{folder}/{name}" for name in os.listdir(folder) if name.endswith(".yaml"))
    passed = failed = 0
    for first in range(0, len(files), batch):
        for screen in play(files[first : first + batch]):
            passed, failed = (passed, failed + 1) if screen.faults else (passed + 1, failed)
            print(f"{'FAIL' if screen.faults else 'ok  '} {screen.source} {screen.incident['name']}", flush=True)
            for fault in screen.faults:
                print(fault)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main(sys.argv[1:]))

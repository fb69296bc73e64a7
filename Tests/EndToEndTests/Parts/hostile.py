"""A service, and a Prometheus, that would steer the terminal of whoever watches them.

    python3 hostile.py --port PORT [--upstream PORT --config FILE]

Every text in what it serves holds escape sequences, controls, direction overrides, or too much of something. The word
"evil" with a letter stands in each, so that a test sees that it was shown at all.

    /metrics   a page as the bundled service has it, failing; its version changes, its process restarts
    /go        a page by Go's conventions
    /huge      a label of a megabyte
    /broken    a page that is none; /latin is not UTF-8
    /error     status 500, with such a text as its body, its reason and its type
    /refuse    a Prometheus that answers every question with an error

With --upstream everything below /api is what the Prometheus on that port says, its alerts, its rules, its targets'
errors and its warnings made evil. --config is where its configuration is written to: it scrapes /metrics as a job whose
name is evil too, and /error.
"""

import sys

# The folder of these files is a source folder.
sys.dont_write_bytecode = True

import argparse
import json
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

from targets import TargetHandler, TargetServer

_STARTED = time.time()
# Each begins with a mark; what follows clears, titles, copies, resets, turns round, erases, or never ends.
EVIL = {
    "csi": "evilA\x1b[2J\x1b[H\x1b[31;7mRED\x1b[?1049l",
    "osc": "evilB\x1b]0;pwned\x07\x1b]52;c;ZXZpbA==\x07\x1b]8;;http://x\x1b\\link",
    "dcs": "evilC\x1bP+q544e\x1b\\\x1bc\x1b#8\x1b(0lqk\x1b(B\x0e\x0f",
    "c1": "evilD\u009b2J\u009d0;pwned\u009c\u0090q\u009c\u0085\u008d",
    "bidi": "evilE\u202e\u2066\u200f\u061cabc\u2069\u202c",
    "zero": "evilF\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\u2028\u2029\u180e",
    "marks": "evilG" + "e\u0301\u0308\u20dd" * 200,
    "wide": "evilH" + "漢字カナ\uff21" * 80,
    "emoji": "evilI" + "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3fd\U0001f1e9\U0001f1ea" * 30,
    "astral": "evilJ\ue000\U000e0041\U0010fffd\ufffe\uffff\U0001f9ff",
    "blanks": "evilK\t\v\f\b\b\b\x7f\x00\r\u00a0\u3000end",
    "lines": "evilL\nsecond\r\nthird\n\n\x1b[5nfourth",
}
EVERY = " ".join(EVIL.values())
HUGE = "evilM" + "\x1b[2J漢\u0301\u202e" * 90_000


def escaped(text: str) -> str:
    """As a label's value is written."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def page(route: str, status: str, extra: str = "") -> str:
    """Requests of every evil route, a third of which fails, with their times."""
    age = time.time() - _STARTED
    lines = [f"# HELP http_requests_total {escaped(EVERY)}", "# TYPE http_requests_total counter"]
    histogram = ["# TYPE http_request_duration_seconds histogram"]
    for index, text in enumerate(EVIL.values()):
        count = int(age * (3 + index))
        for code, part in (("200", 2), ("500", 1)):
            method = escaped(list(EVIL.values())[index % len(EVIL)])
            labels = f'method="{method}",{route}="{escaped(text)}",{status}="{code}"'
            lines.append(f"http_requests_total{{{labels}}} {count * part // 3}")
            for bound, share in (("0.1", 0.5), ("0.5", 0.9), ("2.5", 1.0), ("+Inf", 1.0)):
                value = int(count * part // 3 * share)
                histogram.append(f'http_request_duration_seconds_bucket{{{labels},le="{bound}"}} {value}')
            histogram.append(f"http_request_duration_seconds_sum{{{labels}}} {count * part / 9:.3f}")
            histogram.append(f"http_request_duration_seconds_count{{{labels}}} {count * part // 3}")
    # A process of now and then another one.
    process = int(age // 4)
    lines += [*histogram, "# TYPE process_start_time_seconds gauge"]
    lines.append(f"process_start_time_seconds {_STARTED + process:.1f}")
    return "\n".join(lines) + "\n" + extra


def bundled() -> str:
    """The bundled service's own page, with evil faults and versions."""
    version = list(EVIL.values())[int((time.time() - _STARTED) // 4) % len(EVIL)]
    extra = f'unstable_api_build_info{{version="{escaped(version)}"}} 1\n'
    for text in EVIL.values():
        labels = f'fault="{escaped(text)}",route="{escaped(text)}"'
        extra += f"unstable_api_fault_active{{{labels}}} 1\nunstable_api_fault_share{{{labels}}} 0.2\n"
    return page("route", "status", extra)


def poisoned(value: object, path: str) -> object:
    """What the Prometheus said, with its texts for people made evil; names that queries need stay."""
    if isinstance(value, list):
        return [poisoned(item, path) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, item in value.items():
        if key in ("lastError", "summary", "description", "alertname", "query") and isinstance(item, str) and item:
            result[key] = f"{item} {EVERY}"
        elif key == "name" and "rules" in path:
            result[key] = f"{item} {EVERY}"
        else:
            result[key] = poisoned(item, path)
    return result


def config(port: int) -> dict[str, object]:
    """For a Prometheus that scrapes this. JSON is YAML, but for letters beyond 16 bits."""
    text = EVIL["csi"] + EVIL["osc"] + EVIL["c1"] + EVIL["bidi"]
    place = {"targets": [f"127.0.0.1:{port}"]}
    answering = {**place, "labels": {"instance": EVIL["c1"] + EVIL["bidi"]}}
    failing = {**place, "labels": {"instance": f"evilZ{EVIL['csi']}", "__metrics_path__": "/error"}}
    scraped = {"job_name": text, "static_configs": [answering, failing]}
    return {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["rules.json"],
        "scrape_configs": [scraped],
    }


RULES = {
    "groups": [
        {
            "name": EVIL["csi"],
            "rules": [
                {
                    "alert": "Evil",
                    "expr": "up >= 0",
                    "annotations": {"summary": EVIL["csi"] + EVIL["osc"]},
                    "labels": {"text": EVIL["c1"] + EVIL["bidi"]},
                },
            ],
        },
    ],
}


class HostileHandler(TargetHandler):
    """Answers every path with something evil."""

    upstream = 0

    def do_GET(self) -> None:
        self.serve(None)

    def do_POST(self) -> None:
        self.serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def serve(self, form: bytes | None) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/refuse"):
            self.answer(422, {"status": "error", "errorType": f"execution {EVERY}", "error": EVERY})
        elif path.startswith("/api/"):
            self.ask(form)
        elif path == "/error":
            self.reply(500, EVERY, EVIL["c1"] + "\x1b[2J")
        elif path == "/latin":
            self.reply(200, "# HELP a b\nhttp_requests_total{a=\"", body=b"\x9b2J\xff\xfe\"} 1\n")
        elif path == "/broken":
            self.reply(200, f"ok 1\nbad{{{EVERY}}} {EVERY}\n{EVERY}\n")
        elif path == "/go":
            self.reply(200, page("handler", "code"))
        elif path == "/huge":
            labels = f'method="GET",route="{HUGE}",status="500"'
            self.reply(200, page("route", "status", f"http_requests_total{{{labels}}} {int(time.time() - _STARTED)}\n"))
        elif path == "/metrics":
            self.reply(200, bundled())
        else:
            self.reply(200, "ready\n")

    def ask(self, form: bytes | None) -> None:
        """Hands a question on, and its answer back, made evil."""
        url = f"http://127.0.0.1:{self.upstream}{self.path}"
        kind = self.headers.get("Content-Type") or "text/plain"
        question = urllib.request.Request(url, form, {"Content-Type": kind})
        try:
            with urllib.request.urlopen(question, timeout=10) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        except OSError:
            return self.answer(503, {"status": "error", "errorType": "unavailable", "error": EVERY})
        said = poisoned(json.loads(text), self.path)
        if "query" in self.path:
            said["warnings"] = [EVERY]
            said["infos"] = [EVERY]
        self.answer(status, said)

    def answer(self, status: int, value: object) -> None:
        self.reply(status, json.dumps(value, ensure_ascii=False), kind="application/json")

    def reply(self, status: int, text: str, reason: str | None = None, kind: str = "text/plain", body: bytes = b"") -> None:
        content = text.encode("utf-8", "surrogatepass") + body
        self.send_response_only(status, reason.encode().decode("latin-1") if reason else None)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--upstream", type=int, default=0, help="the port of a Prometheus")
    parser.add_argument("--config", type=Path, help="where that one's configuration is written to")
    options = parser.parse_args()
    if options.config:
        options.config.write_text(json.dumps(config(options.port)))
        options.config.with_name("rules.json").write_text(json.dumps(RULES))
    HostileHandler.upstream = options.upstream
    # Who started this may have left them blocked.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    TargetServer(("127.0.0.1", options.port), HostileHandler).serve_forever()


if __name__ == "__main__":
    main()

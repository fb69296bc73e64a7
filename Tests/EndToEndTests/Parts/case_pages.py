"""Serves the pages of reported situations, alive: what was noted down once grows as it did then.

    python3 case_pages.py --port PORT FOLDER

- /grow/PATH: the page at that path of the folder; its counters grow by four per mille of what they were each second.
- /switch/FOLDER: before.prom, and after.prom once /flip was asked for.
- /turns/FOLDER: scrape-1.prom to scrape-6.prom in turn, one a scrape, from two workers that both go on counting.
- /slow/PATH: as /grow, three seconds late. /moved/PATH: a redirect to /grow. /json/PATH and /html/PATH: as /grow, said to
  be something else. /stamped/PATH: as /grow, every line with a time of its own, 40 s behind, renewed every 10 s.
  /seconds/PATH: as /grow, every line with a time of its own in seconds.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import re
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_STARTED = time.time()
_GROWTH = 0.004
_SAMPLE = re.compile(r'^([^#\s].*?)\s+([-+0-9.eE]+|NaN|[-+]?Inf)(\s+\d+)?$')
# Counters, quoted names among them; all else stays as it was.
_COUNTER = re.compile(r'^\{?"?[\w.:]*(_total|_bucket|_count|_sum)\b')


def grown(text: str, seconds: float, stamp: int | None = None) -> str:
    """A page as it is so many seconds later, with a time on each of its samples where one is given."""
    lines = []
    for line in text.splitlines():
        found = _SAMPLE.match(line)
        if found is None:
            lines.append(line)
            continue
        series, value = found[1], float(found[2])
        if _COUNTER.match(series):
            # Each by whole steps of its own: so that a bucket without those below it never falls.
            value += (value * _GROWTH if "_sum" in series else round(value * _GROWTH)) * int(seconds)
        lines.append(f"{series} {value!r}" + (f" {stamp}" if stamp is not None else ""))
    return "\n".join(lines) + "\n"


class Pages(BaseHTTPRequestHandler):
    """One page a path; an unknown one is not found."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65_536
    folder: Path
    is_flipped = False
    turns: Counter[str] = Counter()

    def do_GET(self) -> None:
        kind, _, rest = self.path.split("?")[0].lstrip("/").partition("/")
        kinds = type(self)
        try:
            match kind:
                case "ready":
                    self._answer("ready\n")
                case "flip":
                    kinds.is_flipped = True
                    self._answer("flipped\n")
                case "grow":
                    self._answer(self._grown(rest))
                case "slow":
                    time.sleep(3)
                    self._answer(self._grown(rest))
                case "moved":
                    self._answer("", 307, Location=f"/grow/{rest}")
                case "json":
                    self._answer('{"status": "up"}\n', type="application/json")
                case "html":
                    self._answer(self._grown(rest), type="text/html")
                case "switch":
                    self._answer((kinds.folder / rest / ("after.prom" if kinds.is_flipped else "before.prom")).read_text())
                case "turns":
                    self._answer(self._turn(rest))
                case "seconds":
                    page = (type(self).folder / rest).read_text()
                    self._answer(grown(page, time.time() - _STARTED, round(time.time())))
                case "stamped":
                    at = (time.time() - 40) // 10 * 10
                    page = (kinds.folder / rest).read_text()
                    self._answer(grown(page, at - _STARTED + 60, round(at * 1000)))
                case _:
                    self._answer("no such page\n", 404)
        except OSError as error:
            self._answer(f"{error}\n", 404)

    def _grown(self, path: str) -> str:
        return grown((type(self).folder / path).read_text(), time.time() - _STARTED)

    def _turn(self, path: str) -> str:
        kinds = type(self)
        turn = kinds.turns[path]
        kinds.turns[path] += 1
        pages = sorted((kinds.folder / path).glob("scrape-*.prom"))
        # A round is as long as the worker counted in it.
        return grown(pages[turn % len(pages)].read_text(), turn // len(pages) * 0.5)

    def _answer(self, text: str, status: int = 200, type: str = "text/plain; version=0.0.4", **fields: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    Pages.folder = options.folder
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Pages)
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main()

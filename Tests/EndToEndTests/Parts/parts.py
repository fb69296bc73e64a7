"""Starts real programs for the tests on free loopback ports, and ends them with itself.

    python3 parts.py --tools DIR --work DIR --sretop PATH program...    (or: all)

Prints one JSON line when every program answers, then takes commands from standard input, one JSON object a line, and
answers each with one line: {"stop": name}, {"kill": name}, {"start": name}, {"pause": name}, {"resume": name}. The end
of standard input, SIGTERM and SIGINT end everything.
"""

import sys

# The folder of these files is a source folder.
sys.dont_write_bytecode = True

import argparse
import contextlib
import json
import signal
from pathlib import Path
from typing import NoReturn

from context import Context, Missing
from process import Part, PartError
from programs import EVERY, FRONTS, STORE_PROGRAMS, STORES, TARGETS, Maker
from versions import read


class Parts:
    """The programs that were asked for."""

    def __init__(self, context: Context, names: set[str]) -> None:
        self.context = context
        self.names = names
        # A proxy without what is behind it is no use.
        if names & set(FRONTS):
            self.names = names | {"prometheus"}
        self.running: dict[str, Part] = {}
        self.missing: dict[str, str] = {}

    def start(self) -> None:
        """Targets before those that scrape them: no scrape fails for being early."""
        self._start_together(TARGETS)
        # The two stores scrape each other as well.
        stores = {name for name in self.names & set(STORES) if self.context.has(*STORE_PROGRAMS[name])}
        self.context.scraped = set(self.running) | stores
        self._start_together(STORES)
        if "prometheus" in self.missing:
            for name in self.names & set(FRONTS):
                self.missing[name] = self.missing["prometheus"]
        self._start_together(FRONTS)

    def report(self) -> dict[str, object]:
        pids = {name: part.process.pid for name, part in self.running.items() if part.process}
        return {
            "ready": True,
            "ports": self.context.ports.named(),
            "urls": self.context.urls,
            "pids": pids,
            "missing": self.missing,
            "files": {**self.context.files, "logs": str(self.context.folder("logs"))},
        }

    def obey(self, line: str) -> dict[str, object]:
        """Carries out one command; what went wrong is in the answer."""
        try:
            command = json.loads(line)
            [(verb, name)] = command.items()
            part = self.running[name]
        except (ValueError, AttributeError, KeyError, TypeError) as error:
            return {"ok": False, "error": f"no command of a started program: {line.strip()} ({error!r})"}
        answer: dict[str, object] = {"ok": True, verb: name}
        try:
            match verb:
                case "stop":
                    answer["exit"] = part.end()
                case "kill":
                    answer["exit"] = part.end(at_once=True)
                case "start":
                    part.start()
                    part.wait_until_ready()
                    answer["pid"] = part.process.pid if part.process else None
                case "pause":
                    part.pause()
                case "resume":
                    part.resume()
                case _:
                    return {"ok": False, "error": f"unknown command {verb}"}
        except (PartError, OSError) as error:
            return {"ok": False, verb: name, "error": str(error)}
        return answer

    def end(self) -> None:
        """Asks all of them to end, and then sees to it."""
        # A signal must not interrupt the ending.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for part in self.running.values():
            part.ask_to_end()
        for part in self.running.values():
            with contextlib.suppress(PartError):
                part.end()

    def _start_together(self, makers: dict[str, Maker]) -> None:
        started = []
        for name, make in makers.items():
            if name not in self.names or name in self.missing:
                continue
            try:
                part = make(self.context)
            except Missing as error:
                self.missing[name] = str(error)
                continue
            # Noted before it runs: from here on it is ended with the rest.
            self.running[name] = part
            part.start()
            started.append(part)
        for part in started:
            part.wait_until_ready()


def end_by_signal(number: int, frame: object) -> NoReturn:
    raise SystemExit(0)


def say(answer: dict[str, object]) -> None:
    print(json.dumps(answer), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=Path, required=True, help="where the set-up fetched programs to")
    parser.add_argument("--work", type=Path, required=True, help="where data, logs and certificates go")
    parser.add_argument("--sretop", type=Path, required=True, help="the built sretop")
    parser.add_argument("--interval", default="1s", help="how often everything is scraped (default: 1s)")
    parser.add_argument("--services", type=int, default=20, help="how many synthetic services (default: 20)")
    parser.add_argument("--kinds", type=int, default=0, help="of how many kinds these are (default: one, made up)")
    parser.add_argument("--versions", type=read, default={}, help="as prometheus=own,caddy=2.11.4 (default: the newest)")
    parser.add_argument("programs", nargs="+", choices=[*EVERY, "all"], metavar="program", help=", ".join(EVERY))
    options = parser.parse_args()
    tools, work, sretop = (path.absolute() for path in (options.tools, options.work, options.sretop))
    context = Context(tools, work, sretop, options.interval, options.services, options.kinds, options.versions)
    names = set(EVERY) if "all" in options.programs else set(options.programs)
    parts = Parts(context, names)
    signal.signal(signal.SIGTERM, end_by_signal)
    signal.signal(signal.SIGINT, end_by_signal)
    try:
        parts.start()
        say(parts.report())
        for line in sys.stdin:
            say(parts.obey(line))
    except (PartError, OSError) as error:
        # A reader that went away cannot be told.
        if not isinstance(error, BrokenPipeError):
            say({"ready": False, "error": str(error)})
        return 1
    finally:
        parts.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())

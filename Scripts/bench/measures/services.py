"""Services on one processor, under wrk on another: the bundled one beside FastAPI with its instrumentator."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from .drivers import TARGET_PROCESSOR, free_port, pinned
from .tables import CannotMeasure

FASTAPI = """
import logging, sys, uvicorn
from fastapi import FastAPI
from prometheus_fastapi_instrumentator import Instrumentator
app = FastAPI()

@app.get("/")
def root():
    return {"name": "unstable-api", "about": "an API"}

Instrumentator().instrument(app).expose(app)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
"""


class Service:
    """A program that serves HTTP on a port of 127.0.0.1."""

    def __init__(self, name: str, command: list[object], port: int, environment: dict[str, str] | None = None) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.process = subprocess.Popen(
            [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            preexec_fn=pinned(TARGET_PROCESSOR), env={**os.environ, **(environment or {})},
        )
        for _ in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if self.process.poll() is not None:
                words = self.process.stderr.read() if self.process.stderr else ""
                raise CannotMeasure(f"{name} ended: {' '.join(words.split())[-160:]}")
            time.sleep(0.05)
        self.end()
        raise CannotMeasure(f"{name} does not listen")

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def unstable(sretop: Path) -> Service:
    port = free_port()
    return Service("sretop serve", [sretop, "serve", "--port", port], port)


def fastapi(tools: Path) -> Service:
    """Its packages are those that the set-up of the tests fetched."""
    port = free_port()
    command = [sys.executable, "-B", "-c", FASTAPI, port]
    return Service("FastAPI", command, port, {"PYTHONPATH": str(tools / "python")})

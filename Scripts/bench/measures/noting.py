"""A server that notes when it answered: what a driver's times are to be, by another clock than the driver's.

A server that stood still has a queue when it goes on, and works it off as fast as it can. So the tenth that waits longest
has waited longer than its share of the stop: by how much is the server's matter, and only the server can tell.
"""

import json
import math
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from_here = __name__ == "__main__"
if not from_here:
    from .drivers import TARGET_PROCESSOR, free_port, pinned
    from .tables import CannotMeasure

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
# So many requests of the calm beginning tell when the first was planned: the least late of them had no delay but the
# driver's and the kernel's.
CALM = range(100, 3500)


class NotingServer:
    """It answers on one processor, in the order in which requests come, and can be stopped and let go on."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self._file = tempfile.NamedTemporaryFile()
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(self.port), self._file.name], preexec_fn=pinned(TARGET_PROCESSOR)
        )
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.end()
        raise CannotMeasure("the noting server does not listen")

    def stop(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def end(self) -> list[float]:
        """When each request was answered, in seconds on the monotonic clock."""
        self.go_on()
        self.process.terminate()
        self.process.wait(10)
        text = Path(self._file.name).read_text()
        self._file.close()
        return json.loads(text) if text else []


def delays(answers: list[float], rate: float) -> list[float]:
    """From the planned time to the answer, of requests that were planned evenly and answered in their order."""
    if len(answers) <= CALM.stop:
        raise CannotMeasure(f"the noting server had {len(answers)} requests")
    began = min(answers[number] - number / rate for number in CALM)
    return sorted(at - began - number / rate for number, at in enumerate(answers))


def quantile(ordered: list[float], share: float) -> float:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def serve(port: int, file: Path) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(4096)
        listener.setblocking(False)
        poller = select.epoll()
        poller.register(listener, select.EPOLLIN)
        clients: dict[int, socket.socket] = {}
        answers: list[float] = []
        running = True

        def end(*_: object) -> None:
            nonlocal running
            running = False

        signal.signal(signal.SIGTERM, end)
        while running:
            for descriptor, _ in poller.poll(0.2):
                if descriptor == listener.fileno():
                    accept(listener, poller, clients)
                    continue
                try:
                    heads = clients[descriptor].recv(65536)
                except BlockingIOError:
                    continue
                except OSError:
                    heads = b""
                if not heads:
                    poller.unregister(descriptor)
                    clients.pop(descriptor).close()
                    continue
                # Each request is a head alone, sent in one piece.
                for _ in range(heads.count(b"\r\n\r\n")):
                    clients[descriptor].sendall(ANSWER)
                    answers.append(time.monotonic())
    file.write_text(json.dumps(answers))


def accept(listener: socket.socket, poller: select.epoll, clients: dict[int, socket.socket]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except BlockingIOError:
            return
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        clients[client.fileno()] = client
        poller.register(client, select.EPOLLIN)


if from_here:
    serve(int(sys.argv[1]), Path(sys.argv[2]))

"""Free loopback ports that stay free while a program is stopped."""

import random
import socket

# Below every system's range for outgoing connections. A port from that range could be taken by any client while its
# program is stopped; and a client that keeps trying a dead port there can even connect to itself.
_FIRST, _LAST = 20_000, 32_000


class Ports:
    """Gives out every port once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}
        self._held: list[socket.socket] = []

    def __getitem__(self, name: str) -> int:
        """The port of that name, chosen at the first use."""
        if name not in self._given:
            self._given[name] = self._choose(hold=False)
        return self._given[name]

    def dead(self) -> int:
        """A port where nobody listens, held so that nobody will."""
        return self._choose(hold=True)

    def named(self) -> dict[str, int]:
        return dict(self._given)

    def _choose(self, hold: bool) -> int:
        for _ in range(1000):
            port = random.randrange(_FIRST, _LAST)
            if port in self._given.values():
                continue
            candidate = socket.socket()
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                candidate.close()
                continue
            if hold:
                self._held.append(candidate)
            else:
                candidate.close()
            return port
        raise OSError(f"no free port between {_FIRST} and {_LAST}")

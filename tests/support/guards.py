"""What keeps a test run to itself: no foreign network, no real home or keyring, quiet logs."""

import ipaddress
import logging
import os
import re
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.support.private_home import private_home

REAL_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "BROWSER", "ORDERDOCK_PASSPHRASE")


def leave_the_machine_alone(folder: Path) -> None:
    """Give this process and all it starts a home below `folder`, and no desktop or keyring."""
    for name in list(os.environ):
        if name in REAL_DESKTOP or name.startswith(("ORDERDOCK_", "QT_")):
            del os.environ[name]
    os.environ.update(private_home(folder))
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={folder / 'no-session-bus'}"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["NO_PROXY"] = "*"


class ForeignNetworkError(AssertionError):
    """A test tried to reach something that is not on this computer."""


class LoopbackOnly:
    """Lets sockets reach this computer only, and remembers every other attempt."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self._connect = socket.socket.connect
        self._connect_ex = socket.socket.connect_ex
        self._getaddrinfo = socket.getaddrinfo

    def install(self) -> None:
        """Guard every socket of this process from now on."""
        guard = self

        def connect(self: socket.socket, address: Any) -> None:
            guard.check(address)
            guard._connect(self, address)

        def connect_ex(self: socket.socket, address: Any) -> int:
            guard.check(address)
            return guard._connect_ex(self, address)

        def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
            guard.check((host,))
            return guard._getaddrinfo(host, *args, **kwargs)

        # Replacing methods of a class is what mypy warns of and what a guard is.
        socket.socket.connect = connect  # type: ignore[method-assign, assignment]
        socket.socket.connect_ex = connect_ex  # type: ignore[method-assign, assignment]
        socket.getaddrinfo = getaddrinfo

    def check(self, address: Any) -> None:
        """Raise ForeignNetworkError unless `address` is a socket file or on this computer."""
        if not isinstance(address, tuple) or is_this_computer(address[0]):
            return
        self.attempts.append(str(address[0]))
        raise ForeignNetworkError(f"a test tried to reach {address[0]!r}")


def is_this_computer(host: object) -> bool:
    """Whether `host` is a loopback name or address, or the wildcard a server binds to."""
    text = host.decode() if isinstance(host, bytes) else host
    if text in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(text).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def unexpected(records: Iterable[logging.LogRecord], allowed: Iterable[str]) -> list[str]:
    """Warnings and worse among `records` that no pattern of `allowed` accounts for."""
    patterns = [re.compile(pattern) for pattern in allowed]
    lines = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in records
        if record.levelno >= logging.WARNING
    ]
    return [line for line in lines if not any(pattern.search(line) for pattern in patterns)]

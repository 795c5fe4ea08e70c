"""Whether there is a display to open a window on; Qt itself would end without a word."""

import os
import sys
from pathlib import Path

NO_DISPLAY = (
    "Orderdock found no display to open its window on. "
    "Start it from a desktop, or use its commands: orderdock --help lists them."
)
_WITHOUT = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})
"""Platforms of Qt that need neither X11 nor Wayland."""


def no_display() -> str:
    """A sentence when no window can open here; empty when one can."""
    if sys.platform in {"win32", "darwin"}:
        return ""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _WITHOUT:
        return ""
    return "" if _wayland() or _x11() else NO_DISPLAY


def _wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    return (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name).is_socket()


def _x11() -> bool:
    host, colon, rest = os.environ.get("DISPLAY", "").rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    if host not in ("", "unix"):
        return True  # somebody's own set-up; asking the network takes too long
    # The abstract socket comes first: containers often have no /tmp/.X11-unix.
    place = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X11 puts it
    return _answers(f"\0{place}") or _answers(place)


def _answers(place: str) -> bool:
    import socket

    with socket.socket(socket.AF_UNIX) as attempt:
        attempt.settimeout(5)
        try:
            attempt.connect(place)
        except OSError:
            return False
        return True

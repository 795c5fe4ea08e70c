"""What `make run` starts after the set-up: the window on the sandbox, or the terminal demo."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent / ".venv" / "bin" / "orderdock"


def display_answers() -> bool:
    """Whether a Wayland or X11 display is named by the environment and accepts a connection."""
    return wayland_answers() or x11_answers()


def wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / str(name)).is_socket()


def x11_answers() -> bool:
    host, colon, rest = os.environ.get("DISPLAY", "").rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    if host in ("", "unix"):
        # The abstract socket comes first: containers often have no /tmp/.X11-unix.
        names = [f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}"]
        return any(connects(socket.AF_UNIX, name) for name in names)
    return connects(socket.AF_INET, (host, 6000 + int(number)))


def connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as attempt:
        attempt.settimeout(5)
        try:
            attempt.connect(address)
        except OSError:
            return False
        return True


def main() -> None:
    if display_answers():
        os.execv(PROGRAM, [str(PROGRAM), "--sandbox"])
    print("No display here, so Orderdock shows the same job in the terminal.\n", flush=True)
    os.execv(sys.executable, [sys.executable, str(HERE / "demo.py")])


if __name__ == "__main__":
    main()

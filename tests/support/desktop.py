"""A desktop of our own: X server, D-Bus session and accessibility bus, with nobody else's windows.

Programs started here are real processes that a test sees only from outside, as a person or a screen
reader does (`tests/support/atspi.py`).
"""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.atspi import AccessibilityBus, Node
from tests.support.framebuffer import save_png
from tests.support.private_home import private_home
from tests.support.processes import first_line, running
from tests.support.session_bus import session_bus

WIDTH, HEIGHT = 1280, 800


@dataclass(frozen=True)
class Desktop:
    """Where programs are started and looked at."""

    folder: Path
    env: Mapping[str, str]
    """The whole environment for programs on this desktop."""
    bus: str
    """Address of its D-Bus session."""
    accessibility: AccessibilityBus

    @contextmanager
    def program(
        self, command: Sequence[str], env: Mapping[str, str] | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program here until the block ends; what it says goes to `log`."""
        with (
            self.log.open("ab") as said,
            running(command, {**self.env, **(env or {})}, stdout=said, stderr=said) as process,
        ):
            yield process

    @property
    def log(self) -> Path:
        """Output of all programs started here."""
        return self.folder / "programs.log"

    def application(self, name: str, seconds: float = 40) -> Node:
        """The program that calls itself `name`, once it is on the accessibility bus."""
        return self.accessibility.root.find(role="application", name=name, seconds=seconds)

    def screenshot(self, to: Path) -> Path:
        """Save what the screen shows now as PNG."""
        return save_png(self.folder / "Xvfb_screen0", to)


@contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """Start a desktop whose files live in `folder`, and end all of it with the block."""
    env = private_home(folder)
    screen = f"{WIDTH}x{HEIGHT}x24"
    x_server = [
        *("Xvfb", "-displayfd", "1", "-screen", "0", screen),
        *("-fbdir", str(folder), "-nolisten", "tcp", "-noreset"),
    ]
    with running(x_server, env, stdout=subprocess.PIPE) as server:
        env["DISPLAY"] = f":{first_line(server)}"
        with session_bus(folder, env, activates=["org.a11y.Bus"]) as bus:
            env |= {
                "DBUS_SESSION_BUS_ADDRESS": bus,
                "QT_QPA_PLATFORM": "xcb",
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            }
            with AccessibilityBus.of_session(bus) as accessibility:
                yield Desktop(folder, env, bus, accessibility)

"""`python -m orderdock.sandbox`, and what the command `orderdock sandbox` runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

_FAILED, _WRONG_USAGE = 1, 2


class _OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(_WRONG_USAGE, f"{self.prog}: {message}\n")


def _parser(program: str) -> argparse.ArgumentParser:
    parser = _OneLineParser(
        prog=program, description="Serve the providers' sandbox on this computer."
    )
    parser.add_argument("--port", type=_port, default=0, help="0 (the default) takes any free one")
    parser.add_argument("--scenario", default="default", help="one or several, with commas")
    parser.add_argument("--lines", type=_lines, help="order lines at each retailer")
    parser.add_argument("--speed", type=_speed, default=1.0, help="how many times faster syncs go")
    parser.add_argument("--state", type=Path, help="file that remembers accounts and connections")
    parser.add_argument("--json", action="store_true", help="print one JSON line when ready")
    parser.add_argument("--parent-pid", type=int, help="stop when this process is gone")
    return parser


def _port(text: str) -> int:
    return _whole(text, 65535)


def _lines(text: str) -> int:
    return _whole(text, 1_000_000)


def _whole(text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= most):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 0 to {most}")
    return int(text)


def _speed(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return number


def main(argv: Sequence[str] | None = None, program: str = "orderdock sandbox") -> int:
    """Serve in the foreground until a signal, or until the parent is gone; the exit code."""
    options = _parser(program).parse_args(argv)
    from orderdock.sandbox.scenarios import UnknownScenario
    from orderdock.sandbox.server import PortTaken
    from orderdock.sandbox.state_file import UnreadableState

    try:
        _serve(options)
    except UnknownScenario as error:
        sys.stderr.write(f"{error}\n")
        return _WRONG_USAGE
    except PortTaken as error:
        sys.stderr.write(f"{error}\n")
        return _FAILED
    except UnreadableState as error:
        sys.stderr.write(
            f"The state file {options.state} cannot be used: {error}. Delete it or name another.\n"
        )
        return _FAILED
    return 0


def _serve(options: argparse.Namespace) -> None:
    from orderdock.sandbox.parent import watch_parent
    from orderdock.sandbox.server import SandboxServer, bases, listen
    from orderdock.sandbox.world import Plan, World

    plan = Plan(
        scenario=options.scenario, lines=options.lines, speed=options.speed, state=options.state
    )
    world = World(plan)
    plug = listen(options.port)
    port = plug.getsockname()[1]

    def announce() -> None:
        sys.stdout.write(_announcement(port, bases(world, port), as_json=options.json))
        sys.stdout.flush()

    server = SandboxServer(world, announce)
    if options.parent_pid is not None:
        watch_parent(options.parent_pid, server.stop)
    with plug:
        server.run([plug])


def _announcement(port: int, bases: dict[str, str], *, as_json: bool) -> str:
    from orderdock.sandbox.demo import demo_sign_ins, demo_text

    if as_json:
        import json

        ready = {"type": "sandbox", "port": port, "bases": bases, "demo": demo_sign_ins()}
        return json.dumps(ready) + "\n"
    return f"The sandbox is ready. Stop it with Ctrl+C.\n\n{demo_text(bases)}\n"


if __name__ == "__main__":
    sys.exit(main())

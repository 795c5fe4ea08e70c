"""The program's entry: a command runs without Qt, otherwise the window opens."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run `argv` (without the program's name); the exit code of the outside contract."""
    from orderdock.cli.arguments import read_arguments, wants_window

    given = list(sys.argv[1:] if argv is None else argv)
    if not wants_window(given):
        from orderdock.cli.main import main as run_command

        return run_command(given)
    from orderdock_ui.window.display import no_display

    sentence = no_display()
    if sentence:
        sys.stderr.write(f"{sentence}\n")
        return 1
    from orderdock_ui.window.launch import open_window

    return open_window(read_arguments(given))

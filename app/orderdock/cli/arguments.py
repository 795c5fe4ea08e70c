"""The options before the command: which profile, and whether a window or a command is wanted.

The standard library only: whoever opens the window reads these before anything else is loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from orderdock.domain.errors import WrongUsage

DEFAULT_SCENARIO = "default"
VALUED = ("--profile", "--data-dir")
FOR_THE_TERMINAL = ("--help", "-h", "--version")
KNOWN = (*VALUED, "--sandbox", *FOR_THE_TERMINAL)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What stands before the command, and the command with everything behind it."""

    profile: str | None = None
    data_dir: str | None = None
    sandbox: str | None = None
    """Name of the sandbox scenario; None without `--sandbox`."""
    command: tuple[str, ...] = ()
    """The command and its own arguments; empty when the window is wanted."""

    def as_typed(self) -> list[str]:
        """The leading options again, for a next step to copy: `orderdock --sandbox sync`."""
        typed = []
        if self.profile is not None:
            typed += ["--profile", self.profile]
        if self.data_dir is not None:
            typed += ["--data-dir", self.data_dir]
        if self.sandbox is not None:
            plain = self.sandbox == DEFAULT_SCENARIO
            typed += ["--sandbox" if plain else f"--sandbox={self.sandbox}"]
        return typed


def read_arguments(argv: Sequence[str]) -> Arguments:
    """Take the leading options off `argv` (without the program's name). Raises WrongUsage.

    `--sandbox` takes its scenario behind `=` only, so that it never eats the command.
    """
    found: dict[str, str] = {}
    rest = list(argv)
    while rest and rest[0].startswith("-") and rest[0] not in FOR_THE_TERMINAL:
        option, equals, value = rest.pop(0).partition("=")
        if option == "--sandbox":
            if equals and not value:
                raise WrongUsage(
                    "--sandbox= needs a scenario.", "Leave the = out for the usual one."
                )
            value = value or DEFAULT_SCENARIO
        elif option in VALUED:
            value = value if equals else (rest.pop(0) if rest else "")
            if not value:
                raise WrongUsage(f"{option} needs a value.", "See orderdock --help.")
        else:
            raise _unknown(option)
        if option in found:
            raise WrongUsage(f"{option} is given twice.", "Give it once.")
        found[option] = value
    if "--profile" in found and "--data-dir" in found:
        raise WrongUsage("--profile and --data-dir exclude each other.", "Give one of them.")
    return Arguments(
        found.get("--profile"), found.get("--data-dir"), found.get("--sandbox"), tuple(rest)
    )


def wants_window(argv: Sequence[str]) -> bool:
    """Whether there is no command, no `--help` and no mistake: then the window opens."""
    try:
        return not read_arguments(argv).command
    except WrongUsage:
        return False


def _unknown(option: str) -> WrongUsage:
    import difflib

    near = difflib.get_close_matches(option, KNOWN, n=1)
    hint = f"Did you mean {near[0]}?" if near else "See orderdock --help."
    return WrongUsage(f"There is no option {option} before the command.", hint)

"""What every command works with: the profile in force, the output, and how long work is run.

The rest of the house is imported when a command opens it: help and mistakes need none of it.
"""

import contextlib
import os
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from orderdock.cli.arguments import Arguments
from orderdock.cli.interruption import Interruption
from orderdock.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

    from orderdock.services.front import Services
    from orderdock.services.library import Library
    from orderdock.services.profile import Profile

T = TypeVar("T")


class Session:
    """One run of one command."""

    def __init__(self, arguments: Arguments, output: Output, interruption: Interruption) -> None:
        self.arguments = arguments
        self.output = output
        self.interruption = interruption

    @property
    def program(self) -> str:
        """How the program was called up to the command, for next steps that can be copied."""
        typed = ["orderdock", *self.arguments.as_typed()]
        return " ".join(f"'{part}'" if " " in part else part for part in typed)

    def profile(self) -> "Profile":
        """The profile named by the arguments and the environment. Raises WrongUsage."""
        from orderdock import compose

        return compose.find_profile(
            profile=self.arguments.profile,
            data_dir=self.arguments.data_dir,
            sandbox=self.arguments.sandbox,
            environ=os.environ,
        )

    @contextlib.contextmanager
    def library(self) -> "Iterator[Library]":
        """What is on disk."""
        from orderdock import compose

        library = compose.open_library(self.profile())
        try:
            yield library
        finally:
            library.close()

    def work(self, library: "Library", job: "Callable[[Services], Awaitable[T]]") -> T:
        """Run `job` with all services on an event loop; Ctrl+C cancels it (KeyboardInterrupt)."""
        from orderdock import compose
        from orderdock.system.garbage import collect_seldom

        self.log_to_file()
        collect_seldom()

        async def with_services() -> T:
            async with compose.open_services(library) as services:
                return await job(services)

        return self.interruption.run(with_services)

    def log_to_file(self) -> "Path":
        """Log into the profile from now on; gives the folder of the logs."""
        from orderdock.system.logs import set_up_logs
        from orderdock.system.paths import ProfileFolder

        folder = ProfileFolder(self.profile().data_dir).logs
        set_up_logs(folder)
        return folder

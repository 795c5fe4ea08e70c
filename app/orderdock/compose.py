"""The only place that builds real objects and joins them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from orderdock.domain.secret import Secret
from orderdock.services.library import Library
from orderdock.services.profile import Profile

if TYPE_CHECKING:
    from orderdock.services.front import Services

__all__ = ["Library", "Profile", "find_profile", "open_library", "open_services"]


def find_profile(
    *,
    profile: str | None,
    data_dir: str | None,
    sandbox: str | None,
    environ: Mapping[str, str],
) -> Profile:
    """The profile that the command line and the environment name. Raises WrongUsage."""
    raise NotImplementedError


def open_library(profile: Profile) -> Library:
    """Open a profile for reading; makes, migrates and tightens its folder.

    Light (apsw and the standard library). Raises DataFolderTrouble.
    """
    raise NotImplementedError


def open_services(
    library: Library, *, passphrase: Callable[[], Secret | None] | None = None
) -> "AbstractAsyncContextManager[Services]":
    """All services of a profile, as an async context.

    Starts or joins the sandbox of a sandbox profile. `passphrase` may give the vault's passphrase
    without asking (ORDERDOCK_PASSPHRASE by default); without one the dialogue in force is asked.
    """
    raise NotImplementedError

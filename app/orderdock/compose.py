"""The only place that builds real objects and joins them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from orderdock.domain.secret import Secret
from orderdock.services.library import Library
from orderdock.services.profile import Profile
from orderdock.store.database import Database
from orderdock.system.clock import SystemClock
from orderdock.system.paths import open_profile_folder, profile_path

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
    """The profile that the command line and the environment name. Raises WrongUsage.

    A sandbox (the name of its scenario) plays in a profile of its own inside the folder in force.
    """
    path = profile_path(
        profile=profile, data_dir=data_dir, sandbox=sandbox is not None, environ=environ
    )
    return Profile(path, profile or path.name, sandbox)


def open_library(profile: Profile) -> Library:
    """Open a profile for reading; makes, migrates and tightens its folder.

    Light (apsw and the standard library). Raises DataFolderTrouble.
    """
    folder = open_profile_folder(profile.data_dir)
    return Library(profile, Database.open(folder.database), SystemClock())


def open_services(
    library: Library, *, passphrase: Callable[[], Secret | None] | None = None
) -> "AbstractAsyncContextManager[Services]":
    """All services of a profile, as an async context.

    Starts or joins the sandbox of a sandbox profile. `passphrase` may give the vault's passphrase
    without asking (ORDERDOCK_PASSPHRASE by default); without one the dialogue in force is asked.
    """
    raise NotImplementedError

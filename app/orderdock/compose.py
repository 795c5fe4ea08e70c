"""The only place that builds real objects and joins them."""

import os
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from orderdock.domain.errors import WrongUsage
from orderdock.domain.secret import Secret
from orderdock.services.library import Library
from orderdock.services.profile import Profile
from orderdock.store.database import Database
from orderdock.system.clock import SystemClock
from orderdock.system.paths import open_profile_folder, profile_path
from orderdock.system.stamps import Stamps

if TYPE_CHECKING:
    from orderdock.services.front import Services

PACE = "ORDERDOCK_PACE"
_BACKEND = "PYTHON_KEYRING_BACKEND"
_REHEARSAL = "nothing here is secret"
"""Seals the invented sign-ins of a sandbox profile."""

__all__ = ["Library", "Profile", "find_profile", "load_services", "open_library", "open_services"]


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


def load_services() -> None:
    """Import what `open_services` needs: a window does it beside its first seconds, in a thread."""
    for module in (
        "orderdock.auth.safe",
        "orderdock.services.connections",
        "orderdock.services.datasets",
        "orderdock.services.doctor",
        "orderdock.services.export",
        "orderdock.services.front",
        "orderdock.services.sandbox_process",
        "orderdock.services.sync",
        "orderdock.vault.description",
    ):
        import_module(module)


@asynccontextmanager
async def open_services(
    library: Library,
    *,
    passphrase: "Callable[[], Secret | None] | None" = None,
    environ: Mapping[str, str] | None = None,
) -> "AsyncGenerator[Services, None]":
    """All services of a profile, as an async context.

    The sandbox of a sandbox profile starts when it is first needed, and ends with the context if it
    was started here. `passphrase` may give the vault's passphrase without asking
    (ORDERDOCK_PASSPHRASE by default); without one the dialogue in force is asked.
    """
    from importlib.metadata import version

    from orderdock import registry
    from orderdock.auth.safe import profile_safe
    from orderdock.services.access import Access
    from orderdock.services.connections import ConnectionsService
    from orderdock.services.datasets import DatasetsService
    from orderdock.services.desks import Desks
    from orderdock.services.doctor import DoctorService
    from orderdock.services.export import ExportService
    from orderdock.services.front import Services
    from orderdock.services.pictures import PicturesService
    from orderdock.services.sandbox_process import SandboxProcess
    from orderdock.services.sync import SyncService
    from orderdock.store.secrets import SealedRecords
    from orderdock.system.settings import read_overrides
    from orderdock.vault.description import describe_vault

    environ = os.environ if environ is None else environ
    profile, database = library.profile, library.database
    pace = pace_factor(environ)
    sandbox = (
        SandboxProcess(profile, library.locks, database, speed=1 / pace)
        if profile.sandbox is not None
        else None
    )
    desks = Desks(
        database,
        library.clock,
        read_overrides(profile.folder.assumptions),
        pace,
        f"Orderdock/{version('orderdock')}",
        Stamps(profile.folder.locks),
    )
    safe = profile_safe(
        SealedRecords(database),
        profile.folder.vault,
        given_passphrase=passphrase or (lambda: _passphrase(environ, profile)),
        environ=environ,
    )
    access = Access(library, desks, safe, sandbox)
    try:
        async with PicturesService(library.clock, desks.user_agent) as pictures:
            yield Services(
                library=library,
                connections=ConnectionsService(access),
                sync=SyncService(access),
                export=ExportService(
                    database,
                    presets=profile.folder.presets,
                    purchases=tuple(card.id for card in registry.cards() if card.purchases),
                    clock=library.clock,
                    program=f"Orderdock {version('orderdock')}",
                ),
                datasets=DatasetsService(access),
                doctor=DoctorService(
                    access,
                    lambda: describe_vault(profile.folder.vault, environ.get(_BACKEND, "")),
                ),
                pictures=pictures,
                demo_answers=_demo_answers if sandbox is not None else lambda _: {},
            )
    finally:
        if sandbox is not None:
            await sandbox.stop()


def pace_factor(environ: Mapping[str, str]) -> float:
    """ORDERDOCK_PACE: a factor on our own waits at loopback hosts. Raises WrongUsage."""
    text = environ.get(PACE, "").strip()
    if not text:
        return 1.0
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0 < factor <= 1:
        raise WrongUsage(f"{PACE} must be a number above 0 and not above 1, not {text!r}.")
    return factor


def _passphrase(environ: Mapping[str, str], profile: Profile) -> Secret | None:
    text = environ.get("ORDERDOCK_PASSPHRASE", "")
    if not text and profile.sandbox is not None:
        text = _REHEARSAL  # without a keyring, who only rehearses need not invent one
    return Secret(text) if text else None


def _demo_answers(provider: str) -> Mapping[str, str]:
    from orderdock.sandbox.demo import demo_answers

    try:
        return demo_answers(provider)
    except KeyError:
        return {}

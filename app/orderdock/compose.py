"""The only place that builds real objects and joins them."""

import os
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
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
    from orderdock.services.access import Access
    from orderdock.services.front import Services
    from orderdock.services.sync import SyncService
    from orderdock.services.sync_apart import SyncApart
    from orderdock.vault.sealing import SealingKey

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
        "orderdock.services.sync_apart",
        "orderdock.vault.description",
    ):
        import_module(module)


@asynccontextmanager
async def open_services(
    library: Library,
    *,
    passphrase: "Callable[[], Secret | None] | None" = None,
    environ: Mapping[str, str] | None = None,
    apart: bool = False,
) -> "AsyncGenerator[Services, None]":
    """All services of a profile, as an async context.

    The sandbox of a sandbox profile starts when it is first needed, and ends with the context if it
    was started here. `passphrase` may give the vault's passphrase without asking
    (ORDERDOCK_PASSPHRASE by default); without one the dialogue in force is asked. With `apart`
    syncs run in a process of their own, for who has a window to paint meanwhile.
    """
    from orderdock import registry
    from orderdock.services.connections import ConnectionsService
    from orderdock.services.datasets import DatasetsService
    from orderdock.services.doctor import DoctorService
    from orderdock.services.export import ExportService
    from orderdock.services.front import Services
    from orderdock.services.pictures import PicturesService
    from orderdock.services.sync import SyncService
    from orderdock.vault.description import describe_vault

    environ = os.environ if environ is None else environ
    profile, database = library.profile, library.database
    async with (
        _open_access(library, environ, passphrase=passphrase) as access,
        PicturesService(library.clock, access.desks.user_agent) as pictures,
        _open_apart(access) if apart else nullcontext(SyncService(access)) as sync,
    ):
        yield Services(
            library=library,
            connections=ConnectionsService(access),
            sync=sync,
            export=ExportService(
                database,
                presets=profile.folder.presets,
                purchases=tuple(card.id for card in registry.cards() if card.purchases),
                clock=library.clock,
                program=_program().replace("/", " "),
            ),
            datasets=DatasetsService(access),
            doctor=DoctorService(
                access,
                lambda: describe_vault(profile.folder.vault, environ.get(_BACKEND, "")),
            ),
            pictures=pictures,
            demo_answers=_demo_answers if access.sandbox is not None else lambda _: {},
        )


@asynccontextmanager
async def open_syncing(library: Library, key: "SealingKey") -> "AsyncGenerator[SyncService, None]":
    """Syncing alone, with the vault's key at hand: for the process that syncs for a window."""
    from orderdock.services.sync import SyncService

    async with _open_access(library, os.environ, key=key) as access:
        yield SyncService(access)


@asynccontextmanager
async def _open_apart(access: "Access") -> "AsyncGenerator[SyncApart, None]":
    from orderdock.services.sync import SyncService
    from orderdock.services.sync_apart import SyncApart

    sync = SyncApart(access, SyncService(access))
    try:
        yield sync
    finally:
        await sync.close()


@asynccontextmanager
async def _open_access(
    library: Library,
    environ: Mapping[str, str],
    *,
    passphrase: "Callable[[], Secret | None] | None" = None,
    key: "SealingKey | None" = None,
) -> "AsyncGenerator[Access, None]":
    """What all services share; stops the sandbox at the end if it was started here."""
    from orderdock.auth.safe import profile_safe
    from orderdock.services.access import Access
    from orderdock.services.desks import Desks
    from orderdock.services.sandbox_process import SandboxProcess
    from orderdock.store.secrets import SealedRecords
    from orderdock.system.settings import read_overrides

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
        _program(),
        Stamps(profile.folder.locks),
    )
    safe = profile_safe(
        SealedRecords(database),
        profile.folder.vault,
        given_passphrase=passphrase or (lambda: _passphrase(environ)),
        usual_passphrase=_rehearsal(profile),
        environ=environ,
        lent=key,
    )
    try:
        yield Access(library, desks, safe, sandbox)
    finally:
        if sandbox is not None:
            await sandbox.stop()


def _program() -> str:
    from importlib.metadata import version

    return f"Orderdock/{version('orderdock')}"


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


def _passphrase(environ: Mapping[str, str]) -> "Secret | None":
    text = environ.get("ORDERDOCK_PASSPHRASE", "")
    return Secret(text) if text else None


def _rehearsal(profile: Profile) -> "Secret | None":
    """Without a keyring, who only rehearses need not invent a passphrase."""
    return Secret(_REHEARSAL) if profile.sandbox is not None else None


def _demo_answers(provider: str) -> Mapping[str, str]:
    from orderdock.sandbox.demo import demo_answers

    try:
        return demo_answers(provider)
    except KeyError:
        return {}

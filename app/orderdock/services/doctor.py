"""What a helper needs to know about this machine, profile and its connections."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import apsw

from orderdock.connector.assumptions import Assumptions, mistakes
from orderdock.domain.connections import ConnectionView
from orderdock.domain.errors import OrderdockError
from orderdock.http.calls import Call, Expects, Reply
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from orderdock.services.access import Access
from orderdock.services.first_link import I_KNOW

Section = dict[str, Any]
_PACKAGES = ("PySide6-Essentials", "apsw", "httpx2", "keyring", "cryptography", "msgspec")
_LITTLE_SPACE = 200_000_000
_SKEW_SECONDS = 120
_LOOK_SECONDS = 5.0


class DoctorService:
    """Collects the report of `orderdock doctor`."""

    def __init__(self, access: Access, vault: Callable[[], Section]) -> None:
        """`vault` says where the key of the secrets is kept; it may ask the keyring and block."""
        self._access = access
        self._vault = vault

    async def report(self) -> dict[str, Any]:
        """A JSON-able report: sections with `ok` and `says`, more facts beside; no secret in it."""
        library = self._access.library
        connections = library.connections()
        return {
            "program": _program(),
            "data_folder": self._data_folder(),
            "database": self._database(),
            "disk": self._disk(),
            "secrets": await self._access.database.work(self._vault),
            "display": display(os.environ, sys.platform),
            "settings": self._settings(),
            "clock": await self._clock(connections),
            "connections": [self._connection(view) for view in connections],
        }

    def _data_folder(self) -> Section:
        folder = self._access.library.profile.data_dir
        mode = folder.stat().st_mode & 0o777
        closed = os.name != "posix" or mode == 0o700
        return {
            "ok": closed,
            "says": str(folder) if closed else f"Others can look into {folder} (mode {mode:o}).",
            "path": str(folder),
            "profile": self._access.library.profile.name,
            "sandbox": self._access.library.profile.sandbox,
        }

    def _database(self) -> Section:
        path = self._access.database.path
        size = path.stat().st_size
        return {
            "ok": True,
            "says": f"SQLite {apsw.sqlite_lib_version()}, {size / 1e6:.1f} MB",
            "sqlite": apsw.sqlite_lib_version(),
            "bytes": size,
        }

    def _disk(self) -> Section:
        free = shutil.disk_usage(self._access.library.profile.data_dir).free
        enough = free >= _LITTLE_SPACE
        says = f"{free / 1e9:.1f} GB free"
        return {"ok": enough, "says": says if enough else f"Only {says}.", "free_bytes": free}

    def _settings(self) -> Section:
        overrides = self._access.desks.overrides
        wrong = [overrides.trouble] if overrides.trouble else _wrong_in(overrides.tables)
        many = sum(map(len, overrides.tables.values()))
        if wrong:
            says = " ".join(wrong)
        elif many:
            says = f"assumptions.toml changes {many} value{'' if many == 1 else 's'}"
        else:
            says = "No assumptions.toml; all assumptions are as delivered"
        return {"ok": not wrong, "says": says}

    async def _clock(self, connections: list[ConnectionView]) -> Section:
        """This computer's clock against what the providers' answers are dated."""
        seen: dict[str, float] = {}
        for base_url in dict.fromkeys(view.base_url for view in connections):
            skew = await self._skew(base_url)
            if skew is not None:
                seen[base_url] = round(skew, 1)
        now = self._access.library.clock.now().isoformat(timespec="seconds")
        if not seen:
            why = (
                "no provider answered" if connections else "nothing is connected to compare it with"
            )
            return {"ok": True, "says": f"{now}; {why}", "now": now, "ahead_seconds": {}}
        worst = max(seen.values(), key=abs)
        right = abs(worst) <= _SKEW_SECONDS
        says = (
            f"{now}, as the providers have it"
            if right
            else f"This computer's clock is {abs(worst):.0f} seconds "
            f"{'ahead of' if worst > 0 else 'behind'} the provider's. Set it right."
        )
        return {"ok": right, "says": says, "now": now, "ahead_seconds": seen}

    async def _skew(self, base_url: str) -> float | None:
        """Seconds that this computer is ahead of `base_url`; None when it does not say."""
        clock = self._access.library.clock
        dates: list[datetime] = []

        def look(reply: Reply) -> None:
            try:
                dates.append(parsedate_to_datetime(reply.headers.get("date", "")))
            except ValueError:
                return

        client = ApiClient(
            base_url,
            provider="The provider",
            pace=Pace(),
            clock=clock,
            user_agent=self._access.desks.user_agent,
            explain=look,
            total_seconds=_LOOK_SECONDS,
            connect_seconds=_LOOK_SECONDS,
        )
        call = Call("GET", "/", "the time", expects=Expects.ANYTHING, authorized=False)
        async with client:
            with suppress(OrderdockError):  # any dated answer will do, and none is no harm
                await client.send(call, examine=look)
        now = clock.now()
        return (now - dates[0]).total_seconds() if dates and dates[0].tzinfo else None

    def _connection(self, view: ConnectionView) -> Section:
        from orderdock import registry

        provider = registry.provider(view.provider)
        overrides = self._access.desks.overrides.of(provider.id)
        table = Assumptions(provider.assumptions, overrides)
        why = {assumption.key: assumption.why for assumption in provider.assumptions}
        return {
            "name": view.id,
            "ok": view.verdict.state.value in {"ok", "syncing", "never_synced", "paused"},
            "says": f"{view.name}: {view.verdict.why}",
            "provider": view.provider,
            "state": view.verdict.state.value,
            "base_url": view.base_url,
            "assumptions": [
                {"key": key, "value": value, "overridden": overridden, "why": why.get(key, "")}
                for key, value, overridden in table.items()
            ],
        }


def _wrong_in(tables: Mapping[str, Mapping[str, str]]) -> list[str]:
    """A sentence for each line of `assumptions.toml` that cannot be, or that nobody heeds."""
    from orderdock import registry

    said = []
    for name, table in tables.items():
        if name not in registry.provider_ids():
            said.append(f"assumptions.toml speaks of {name}, which is no provider.")
            continue
        known = registry.provider(name).assumptions
        said += [
            f"In assumptions.toml, under [{name}], {wrong}." for wrong in mistakes(known, table)
        ]
        keys = {assumption.key for assumption in known} | {I_KNOW}
        said += [
            f"In assumptions.toml, {name} has no assumption “{key}”."
            for key in table
            if key not in keys
        ]
    return said


def display(environ: Mapping[str, str], system: str) -> Section:
    """Whether a window could open here."""
    if system in {"win32", "darwin"}:
        return {"ok": True, "says": "The system's own desktop"}
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if environ.get(name):
            return {"ok": True, "says": f"{name} is {environ[name]}"}
    return {"ok": False, "says": "There is no display; the commands work without one."}


def _program() -> Section:
    return {
        "ok": True,
        "says": f"Orderdock {_version('orderdock')} with Python {platform.python_version()} "
        f"on {platform.platform()}",
        "version": _version("orderdock"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"

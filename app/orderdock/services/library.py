"""What is on disk: connections, providers, orders, small settings.

Everything here is synchronous, may be called from any thread, and needs neither the network nor the
vault. The window opens it before its first paint, so it imports apsw and the standard library only.
"""

import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

from orderdock import registry
from orderdock.connector.card import ProviderCard
from orderdock.domain.connections import ConnectionId, ConnectionView, ProviderId
from orderdock.query.filters import Count, CurrencyTotal, OrderFilter, Sort, Unit
from orderdock.services.profile import Profile
from orderdock.services.standing import view_of
from orderdock.store import connections
from orderdock.store.database import Database
from orderdock.system.clock import Clock
from orderdock.system.locks import Locks
from orderdock.system.settings import Settings


@dataclass(frozen=True, slots=True)
class HostInfo:
    """A documented base URL of a provider."""

    url: str
    label: str
    production: bool = True


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """Static facts about a provider, for the gallery."""

    id: ProviderId
    name: str
    tagline: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    warnings: tuple[str, ...]
    link_word: str
    """What hangs under its connections: "retailer", "shop", "organisation"; empty for nothing."""
    available: bool
    why_not: str
    """Why it cannot be connected yet (a sentence); empty when it can."""
    hosts: tuple[HostInfo, ...]
    icon: str
    """An initial to draw."""


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order with all its lines and the provider's own records of it."""

    id: int
    connection: ConnectionId
    order: Mapping[str, Any]
    """Column key (query.columns) -> value as stored."""
    lines: tuple[Mapping[str, Any], ...]
    """Column key -> value as stored, plus `line_id`; in the order's own sequence."""
    raw: tuple[bytes, ...]
    """The provider's records as received (JSON text)."""
    checks: tuple[str, ...] = ()
    """Plain sentences about things that do not add up."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter bar can offer, from the orders present."""

    retailers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    first_day: int | None = None
    """Seconds since 1970 UTC of the first and last dated order."""
    last_day: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One group of a summary in one currency; `total` counts each order once."""

    key: str
    currency: str
    orders: int
    lines: int
    total: str
    """Plain decimal text; empty when the provider said no total for any order of the group."""
    label: str = field(default="")


class Library:
    """The reading side of one profile."""

    def __init__(self, profile: Profile, database: Database, clock: Clock) -> None:
        self.profile = profile
        self.database = database
        """For the other services; front ends ask the methods."""
        self.clock = clock
        self.locks = Locks(profile.folder.locks)
        self._settings = Settings(profile.folder.settings)
        self._saving = threading.Lock()
        self._watching = threading.Lock()
        self._watch: apsw.Connection | None = None

    def connections(self, *, kept: bool = False) -> list[ConnectionView]:
        """Every connection, in the order they were made.

        With `kept` also those disconnected whose orders were kept (`connected` tells).
        """
        stored = self.database.read_now(connections.all_connections, kept=kept)
        now = self.clock.now()
        return [view_of(connection, self.locks, now) for connection in stored]

    def connection(self, id_or_name: str, *, kept: bool = False) -> ConnectionView:
        """The connection that goes by this id or name. Raises NoSuchConnection."""
        stored = self.database.read_now(connections.find, id_or_name, kept=kept)
        return view_of(stored, self.locks, self.clock.now())

    def providers(self) -> list[ProviderInfo]:
        """All five providers, those that cannot be connected yet included."""
        return [_info(card) for card in registry.cards()]

    def first_ids(
        self, f: OrderFilter, sort: Sequence[Sort], unit: Unit, limit: int, offset: int = 0
    ) -> list[int]:
        """The first `limit` order or line ids, fast."""
        raise NotImplementedError

    def all_ids(
        self,
        f: OrderFilter,
        sort: Sequence[Sort],
        unit: Unit,
        *,
        stop: Callable[[], bool] | None = None,
    ) -> "array[int]":
        """Every order or line id as `array('q')`.

        Heavy: call it in a worker thread. Empty once `stop` says yes.
        """
        raise NotImplementedError

    def rows(self, unit: Unit, ids: Sequence[int], columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """The values as stored (text, int or None) of `columns`, in the order of `ids`."""
        raise NotImplementedError

    def count(self, f: OrderFilter) -> Count:
        """How many orders and lines the filter leaves."""
        raise NotImplementedError

    def totals(self, f: OrderFilter) -> list[CurrencyTotal]:
        """Order totals per currency, each order once."""
        raise NotImplementedError

    def order(self, order_id: int) -> OrderDetail:
        """One order in full. Raises WrongUsage when there is none (any more)."""
        raise NotImplementedError

    def order_of_line(self, line_id: int) -> int:
        """The order that a line belongs to."""
        raise NotImplementedError

    def choices(self) -> Choices:
        """What the filter can offer."""
        raise NotImplementedError

    def summary(self, f: OrderFilter, by: str, timezone: str = "UTC") -> list[SummaryRow]:
        """Groups by day, month, year, retailer, brand, category, status or connection."""
        raise NotImplementedError

    def version(self) -> int:
        """A number that changes whenever anything was committed by anybody; cheap."""
        with self._watching:
            if self._watch is None:
                self._watch = self.database.open_reader(cache_kb=64)
            return int(self._watch.pragma("data_version"))

    def settings(self) -> dict[str, Any]:
        """Small settings of the window and the commands (theme, columns, geometry), as saved."""
        with self._saving:
            return self._settings.all()

    def save_setting(self, key: str, value: Any) -> None:
        """Keep one small setting (plain JSON values; None removes it)."""
        with self._saving:
            self._settings.save(key, value)

    def close(self) -> None:
        """Let go of the database."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self.database.close()


def _info(card: ProviderCard) -> ProviderInfo:
    return ProviderInfo(
        id=card.id,
        name=card.name,
        tagline=card.tagline,
        needs=card.needs,
        gives=card.gives,
        warnings=card.warnings,
        link_word=card.link_word,
        available=card.available,
        why_not=card.why_not,
        hosts=tuple(HostInfo(host.url, host.label, host.production) for host in card.hosts),
        icon=card.initial or card.name[:1],
    )

"""What is on disk: connections, providers, orders, small settings.

Everything here is synchronous, may be called from any thread, and needs neither the network nor the
vault. The window opens it before its first paint, so it imports apsw and the standard library only;
every command opens it, so it imports late what only some of the questions need.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import apsw

from orderdock.domain.connections import ConnectionView, ProviderId
from orderdock.query.stopping import Stop, stopping
from orderdock.services.profile import Profile
from orderdock.services.standing import view_of
from orderdock.store import connections
from orderdock.store.database import Database
from orderdock.system.clock import Clock
from orderdock.system.locks import Locks
from orderdock.system.settings import Settings

if TYPE_CHECKING:
    from orderdock.connector.card import ProviderCard
    from orderdock.query.choices import Choices, LineChoices
    from orderdock.query.detail import OrderDetail
    from orderdock.query.explained import Explained, Picked
    from orderdock.query.filters import Count, CurrencyTotal, OrderFilter, Sort, Unit
    from orderdock.query.row_ids import RowIds
    from orderdock.query.summary import SummaryRow
    from orderdock.services.own_words import OwnWords
    from orderdock.services.views import SavedViews


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

    @cached_property
    def views(self) -> "SavedViews":
        """What a person asks again and again, by name."""
        from orderdock.services.views import SavedViews

        return SavedViews(self.database, self.clock)

    @cached_property
    def own_words(self) -> "OwnWords":
        """What a person says of orders: tags, notes, hidden."""
        from orderdock.services.own_words import OwnWords

        return OwnWords(self.database, self.clock)

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
        from orderdock import registry

        return [_info(card) for card in registry.cards()]

    def first_ids(
        self,
        f: "OrderFilter",
        sort: "Sequence[Sort]",
        unit: "Unit",
        limit: int,
        offset: int = 0,
        *,
        stop: Stop | None = None,
    ) -> list[int]:
        """The first `limit` order or line ids, fast.

        Raises apsw.InterruptError once `stop` says yes.
        """
        from orderdock.query import orders

        with stopping(self.database.reader(), stop):
            return self.database.read_now(orders.first_ids, f, sort, unit, limit, offset)

    def all_ids(
        self,
        f: "OrderFilter",
        sort: "Sequence[Sort]",
        unit: "Unit",
        *,
        stop: Stop | None = None,
    ) -> "RowIds":
        """Every order or line id.

        Heavy: call it in a worker thread. Empty once `stop` says yes.
        """
        from orderdock.query import orders

        return self.database.read_now(orders.all_ids, f, sort, unit, stop=stop)

    def is_prepared(self, sort: "Sequence[Sort]", unit: "Unit") -> bool:
        """Whether the first rows of this order come at once, however many there are."""
        from orderdock.query import preparing

        return self.database.read_now(preparing.is_prepared, sort, unit)

    def prepare(self, sort: "Sequence[Sort]", unit: "Unit", stop: Stop) -> bool:
        """Make ready one thing that large tables need, first for this order; False: all is.

        Heavy: call it in a worker thread, again and again, while nothing is synced.
        """
        from orderdock.query import preparing

        return preparing.prepare(self.database, sort, unit, stop)

    def rows(
        self, unit: "Unit", ids: Sequence[int], columns: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        """The values as stored (text, int or None) of `columns`, in the order of `ids`."""
        from orderdock.query import orders

        return self.database.read_now(orders.rows, unit, ids, columns)

    def count(self, f: "OrderFilter", *, stop: Stop | None = None) -> "Count":
        """How many orders and lines the filter leaves.

        Raises apsw.InterruptError once `stop` says yes.
        """
        from orderdock.query import orders

        with stopping(self.database.reader(), stop):
            return self.database.read_now(orders.count, f)

    def totals(self, f: "OrderFilter", *, stop: Stop | None = None) -> "list[CurrencyTotal]":
        """Order totals per currency, each order once. Raises as `count` does."""
        from orderdock.query import orders

        with stopping(self.database.reader(), stop):
            return self.database.read_now(orders.totals, f)

    def totals_of(
        self, picked: "Picked", *, stop: Stop | None = None
    ) -> "tuple[Count, list[CurrencyTotal]]":
        """Count and totals of selected rows; of lines the orders they belong to, each once.

        Raises apsw.InterruptError once `stop` says yes.
        """
        from orderdock.query.explained import totals_of

        return self.database.read_now(totals_of, picked, stop=stop)

    def left_hidden(self, f: "OrderFilter") -> int:
        """How many orders that would fit are left out because they are hidden; cheap if none."""
        from orderdock.query.explained import left_hidden

        return self.database.read_now(left_hidden, f)

    def explained(
        self,
        f: "OrderFilter",
        picked: "Picked | None" = None,
        *,
        stop: Stop | None = None,
    ) -> "Explained":
        """What is in the totals of a filter, or of selected rows, and what is not.

        Heavy for millions of orders: call it in a worker thread. Raises apsw.InterruptError once
        `stop` says yes.
        """
        from orderdock.query.explained import explained
        from orderdock.services.origins import sources_of

        facts = self.database.read_now(explained, f, picked, stop=stop)
        return replace(facts, sources=sources_of(facts, f, self.connections(kept=True)))

    def order(self, order_id: int) -> "OrderDetail":
        """One order in full. Raises WrongUsage when there is none (any more)."""
        from orderdock import registry
        from orderdock.query.detail import order_detail

        return self.database.read_now(order_detail, order_id, registry.charges())

    def order_of_line(self, line_id: int) -> int:
        """The order that a line belongs to."""
        from orderdock.query.detail import order_of_line

        return order_of_line(line_id)

    def orders_called(self, names: Sequence[str], connections: Sequence[str] = ()) -> list[int]:
        """The ids of the orders with these numbers, or `id:` and their id; hidden ones too.

        Raises WrongUsage for a name that no order has, and for a number that several have.
        """
        from orderdock.query.called import orders_called

        return self.database.read_now(orders_called, names, connections)

    def choices(self) -> "Choices":
        """What the filter can offer."""
        from orderdock.query.choices import choices

        return self.database.read_now(choices)

    def line_choices(self) -> "LineChoices":
        """What it can offer of the lines. Heavy: call it in a worker thread."""
        from orderdock.query.choices import line_choices

        return self.database.read_now(line_choices)

    def summary(self, f: "OrderFilter", by: str, timezone: str = "UTC") -> "list[SummaryRow]":
        """Groups by day, month, year, retailer, brand, category, status or connection."""
        from orderdock.query.summary import summary

        return self.database.read_now(summary, f, by, timezone)

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


def _info(card: "ProviderCard") -> ProviderInfo:
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

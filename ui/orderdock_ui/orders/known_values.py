"""The values that a filter and a search can name, read beside the window when they are wanted."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from orderdock.domain.connections import ConnectionView
from orderdock.services.library import Library
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.status_marks import in_words

if TYPE_CHECKING:
    from orderdock.query.choices import Choices, LineChoices
    from orderdock.query.completion import Names
    from orderdock.query.language import Known

_LINES_AGE_S = 30.0
"""Lines are not looked through more often than this, however fast a sync writes."""
_REST = 20.0
"""Orders are looked through a twentieth of the time at most."""
_OF_LINES = frozenset({"brand", "category", "subcategory", "department"})


@dataclass(frozen=True, slots=True)
class _OfOrders:
    choices: "Choices"
    tags: tuple[str, ...]
    took: float = field(default=0.0, compare=False)
    """Seconds of reading."""


class KnownValues(QObject):
    """By field's word of the search language."""

    came = Signal()
    """Other values are known than before."""

    def __init__(
        self,
        library: Library,
        connections: Callable[[], Mapping[str, ConnectionView]],
        failed: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._background = Background(self)
        self._connections = connections
        self._failed = failed
        self._providers = {str(each.id): each.name for each in library.providers()}
        self._of_orders: _OfOrders | None = None
        self._of_lines: LineChoices | None = None
        self._orders_stale = self._lines_stale = True
        self._lines_read = -_LINES_AGE_S
        self._rests_until = 0.0
        self._names: Mapping[str, Names] = {}
        self._names_of: tuple[object, ...] = ()

    def known(self) -> "Known":
        """What can be named by its id or its name."""
        from orderdock.query.language import Known

        names = {key: view.name for key, view in self._connections().items()}
        return Known(names, self._providers)

    def names(self) -> "Mapping[str, Names]":
        """The values known so far, each with what else is to be said of it."""
        connections = {key: (v.name, str(v.provider)) for key, v in self._connections().items()}
        made_of = (connections, self._of_orders, self._of_lines)
        if made_of != self._names_of:
            self._names_of = made_of
            self._names = self._put_together()
        return self._names

    def _put_together(self) -> "Mapping[str, Names]":
        from orderdock.query.choices import Choices, LineChoices

        of_orders = self._of_orders or _OfOrders(Choices(), ())
        choices, lines = of_orders.choices, self._of_lines or LineChoices()
        statuses = [(status, _unless_same(status, in_words(status))) for status in choices.statuses]
        used = {str(view.provider) for view in self._connections().values()}
        providers = [(key, name) for key, name in self._providers.items() if key in used]
        return {
            "connection": list(self.known().connections.items()),
            "provider": providers,
            "retailer": _plain(choices.retailers),
            "currency": _plain(choices.currencies),
            "status": statuses,
            "shipment": statuses,
            "tag": _plain(of_orders.tags),
            "brand": _plain(lines.brands),
            "category": _plain(lines.categories),
            "subcategory": _plain(lines.subcategories),
            "department": _plain(lines.departments),
        }

    def forget(self) -> None:
        """Orders were written: values are read anew when they are wanted again."""
        self._orders_stale = self._lines_stale = True

    def want(self, word: str) -> None:
        """The values of this field are needed soon; `came` tells."""
        if word in _OF_LINES:
            self._want_lines()
        elif self._orders_stale and time.monotonic() >= self._rests_until:
            self._orders_stale = False
            library = self._library
            self._background.ask("choices", lambda _stop: _read(library), self._take, self._failed)

    def want_all(self) -> None:
        """The values of every field."""
        self.want("retailer")
        self._want_lines()

    def _want_lines(self) -> None:
        if self._lines_stale and time.monotonic() - self._lines_read >= _LINES_AGE_S:
            self._lines_stale = False
            self._lines_read = time.monotonic()
            library = self._library
            self._background.ask(
                "line choices", lambda _stop: library.line_choices(), self._take_lines, self._failed
            )

    def close(self) -> None:
        """Let go of the worker thread."""
        self._background.close()

    def _take(self, found: _OfOrders) -> None:
        self._of_orders = found
        self._rests_until = time.monotonic() + _REST * found.took
        self.came.emit()

    def _take_lines(self, found: "LineChoices") -> None:
        self._of_lines = found
        self.came.emit()


def _read(library: Library) -> _OfOrders:
    began = time.monotonic()
    choices, tags = library.choices(), library.own_words.tags()
    return _OfOrders(choices, tuple(name for name, _n in tags), time.monotonic() - began)


def _plain(values: tuple[str, ...]) -> "Names":
    return [(value, "") for value in values]


def _unless_same(value: str, words: str) -> str:
    return "" if value.casefold() == words.casefold() else words

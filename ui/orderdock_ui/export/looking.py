"""Looks at a file before it is written: the quick things first, the orders themselves beside."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from orderdock.domain.connections import ConnectionView
from orderdock.query.filters import Count, OrderFilter
from orderdock.services.export import (
    ExportRequest,
    ExportService,
    Finding,
    LastTime,
    Preview,
    Sample,
)
from orderdock.services.library import Library
from orderdock_ui.export.on_screen import OnScreen
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.chip_words import chips_of

_QUICK = ("pick", "count", "look", "some")
_FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class Scopes:
    """How many orders each choice holds, and the filter in words."""

    filtered: Count
    everything: Count
    conditions: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The file as it would be now."""

    request: ExportRequest
    preview: Preview
    sample: Sample


@dataclass(frozen=True, slots=True)
class Findings:
    """What to know of the orders of a request, and when the same was saved before."""

    request: ExportRequest
    found: tuple[Finding, ...]
    last: LastTime | None
    connections: tuple[ConnectionView, ...]


class Looking(QObject):
    """Asks in worker threads; only the newest question of each kind is answered."""

    picked = Signal(OnScreen)
    """What is on screen, with the ids of what is selected."""
    counted = Signal(Scopes)
    seen = Signal(Seen)
    found = Signal(Findings)
    some_seen = Signal(Finding, Preview)
    """The orders of a finding."""
    failed = Signal(Exception)

    def __init__(self, library: Library, service: ExportService, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self.service = service
        self._quick = Background(self)
        self._thorough = Background(self)
        """Millions of orders take a while, which must not hold up the preview."""

    def pick(self, on_screen: OnScreen) -> None:
        """Look up what is selected."""
        library = self._library
        self._quick.ask(
            "pick",
            lambda stop: on_screen.picked(library, stop),
            self.picked.emit,
            self.failed.emit,
        )

    def count(self, f: OrderFilter) -> None:
        """How many orders there are to choose from."""
        library = self._library

        def work(_stop: Callable[[], bool]) -> Scopes:
            names = {str(view.id): view.name for view in library.connections(kept=True)}
            chips = chips_of(f, lambda id_: names.get(id_, id_))
            words = "; ".join(f"{chip.field}: {chip.value}" for chip in chips)
            everything = OrderFilter(timezone=f.timezone)
            return Scopes(library.count(f), library.count(everything), words)

        self._quick.ask("count", work, self.counted.emit, self.failed.emit)

    def look(self, request: ExportRequest) -> None:
        """At the head of the file, at its samples, and at every order in it."""
        service, library = self.service, self._library
        self._quick.forget("some")

        def read(_stop: Callable[[], bool]) -> Seen:
            return Seen(request, service.preview(request), service.sample(request))

        def look_over(stop: Callable[[], bool]) -> Findings:
            connections = tuple(library.connections(kept=True))
            last = service.last(replace(request, only_new=False))
            found = tuple(service.findings(request, connections, stop=stop))
            return Findings(request, found, last, connections)

        self._quick.ask("look", read, self.seen.emit, self.failed.emit)
        self._thorough.ask(_FINDINGS, look_over, self.found.emit, self.failed.emit)

    def show_some(self, request: ExportRequest, finding: Finding) -> None:
        """The rows of the orders that a finding names."""
        service = self.service
        asked = replace(request, order_ids=finding.orders, line_ids=None, only_new=False)

        def read(_stop: Callable[[], bool]) -> Preview:
            return service.preview(asked)

        def show(preview: Preview) -> None:
            self.some_seen.emit(finding, preview)

        self._quick.ask("some", read, show, self.failed.emit)

    def busy(self) -> bool:
        """Whether anything that was asked is unanswered."""
        quick = any(self._quick.busy(kind) for kind in _QUICK)
        return quick or self._thorough.busy(_FINDINGS)

    def drop(self) -> None:
        """No answer is wanted any more."""
        for kind in _QUICK:
            self._quick.forget(kind)
        self._thorough.forget(_FINDINGS)

    def close(self) -> None:
        """Let go of the worker threads."""
        self._quick.close()
        self._thorough.close()

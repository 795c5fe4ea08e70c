"""The FILTER options of `orders`, `summary` and `export`, and the OrderFilter they mean."""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

import click

from orderdock.domain.errors import NoSuchConnection, WrongUsage
from orderdock.query.filters import Hidden, OrderFilter

if TYPE_CHECKING:
    from orderdock.query.views import View
    from orderdock.services.library import Library

F = TypeVar("F", bound=Callable[..., Any])
CURRENCY = re.compile(r"[A-Za-z]{3}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUOTED = 60
"""Characters of what was typed, in a sentence about it."""
_OPTIONS = (
    click.option("--view", metavar="NAME", help="A saved view; what else is given narrows it."),
    click.option("--connection", "connections", metavar="ID", multiple=True, help="Id or name."),
    click.option(
        "--provider", "providers", metavar="NAME", multiple=True, help="Such as stackline."
    ),
    click.option(
        "--retailer", "retailers", metavar="TEXT", multiple=True, help="All or a part of its name."
    ),
    click.option("--from", "first_day", metavar="DATE", help="First day, such as 2026-03-01."),
    click.option("--to", "last_day", metavar="DATE", help="Last day, inclusive."),
    click.option(
        "--timezone",
        metavar="ZONE",
        help="Where a day begins, such as Europe/Berlin; UTC otherwise (with --view the window's).",
    ),
    click.option(
        "--status", "statuses", metavar="TEXT", multiple=True, help="Order or shipment status."
    ),
    click.option("--search", metavar="TEXT", help="Words in items, brands, SKUs, order numbers."),
    click.option(
        "--query",
        metavar="TEXT",
        help='As in the search box: "retailer:amazon total:>50 -status:cancelled lamp".',
    ),
    click.option("--min-total", metavar="N", help="Smallest order total."),
    click.option("--max-total", metavar="N", help="Largest order total."),
    click.option("--currency", "currencies", metavar="CODE", multiple=True, help="Such as USD."),
    click.option("--tag", "tags", metavar="TAG", multiple=True, help="Orders with this tag."),
    click.option("--hidden", is_flag=True, help="Only orders that were hidden."),
    click.option("--with-hidden", is_flag=True, help="Hidden orders too."),
)


@dataclass(frozen=True, slots=True)
class Filtering:
    """The FILTER options as typed; several of one kind mean any of them."""

    view: str | None = None
    connections: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    retailers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    first_day: str | None = None
    last_day: str | None = None
    timezone: str | None = None
    search: str | None = None
    query: str | None = None
    min_total: str | None = None
    max_total: str | None = None
    tags: tuple[str, ...] = ()
    hidden: bool = False
    with_hidden: bool = False

    def read(self, library: "Library") -> OrderFilter:
        """The filter that is meant. Raises WrongUsage with one sentence about the first mistake."""
        wanted = OrderFilter(
            connections=_connections(library, self.connections),
            providers=_providers(library, self.providers),
            retailers=_texts("--retailer", self.retailers),
            statuses=_texts("--status", self.statuses),
            currencies=tuple(map(_currency, self.currencies)),
            date_from=_day("--from", self.first_day),
            date_to=_day("--to", self.last_day),
            timezone=self.zone(library),
            min_total=_amount("--min-total", self.min_total),
            max_total=_amount("--max-total", self.max_total),
            search=(self.search or "").strip(),
            tags=_texts("--tag", self.tags),
            hidden=self._hidden(),
        )
        _check_order("--from", wanted.date_from, "--to", wanted.date_to)
        _check_order("--min-total", wanted.min_total, "--max-total", wanted.max_total)
        view = self.saved(library)
        if view is not None:
            today = library.views.today(wanted.timezone)
            wanted = replace(wanted, within=view.asked(today, wanted.timezone))
        return self._narrowed(library, wanted)

    def _narrowed(self, library: "Library", wanted: OrderFilter) -> OrderFilter:
        """What the query leaves of it. Raises WrongUsage for what it cannot read."""
        if self.query is None:
            return wanted
        from orderdock.services.questions import asked

        reading = asked(library, self.query, wanted.timezone)
        if reading.mistakes:
            mistake = reading.mistakes[0]
            piece = self.query[mistake.start : mistake.end]
            quoted = piece if len(piece) <= _QUOTED else f"{piece[: _QUOTED - 1]}…"
            raise WrongUsage(f"--query, “{quoted}”: {mistake.says}")
        everything = OrderFilter(timezone=wanted.timezone)
        return reading.filter if wanted == everything else replace(reading.filter, within=wanted)

    def _hidden(self) -> Hidden:
        if self.hidden and self.with_hidden:
            raise WrongUsage("--hidden and --with-hidden do not go together.", "Give one of them.")
        if self.hidden:
            return Hidden.ONLY
        return Hidden.TOO if self.with_hidden else Hidden.LEFT_OUT

    def zone(self, library: "Library") -> str:
        """Where days begin: as typed; else with a view as in the window; else UTC."""
        if self.timezone is not None:
            return _timezone(self.timezone)
        if self.view is None:
            return "UTC"
        kept = library.settings().get("timezone")
        return kept if isinstance(kept, str) else "UTC"

    def saved(self, library: "Library") -> "View | None":
        """The view that is named. Raises WrongUsage when there is none, or it cannot be read."""
        if self.view is None:
            return None
        view = library.views.view(self.view)
        if view.unread:
            raise WrongUsage(
                f"The view “{view.name}” has conditions that this version of Orderdock does not"
                f" know: {', '.join(view.unread)}.",
                "Update Orderdock, or save the view anew.",
            )
        return view


def filter_options(command: F) -> F:
    """Add the FILTER options; the command gets them as one `filtering`."""
    names = Filtering.__slots__

    @functools.wraps(command)
    def with_filter(*args: Any, **kwargs: Any) -> Any:
        typed = {name: kwargs.pop(name) for name in names}
        return command(*args, filtering=Filtering(**typed), **kwargs)

    for option in reversed(_OPTIONS):
        with_filter = option(with_filter)
    return with_filter  # type: ignore[return-value]  # the same command with fewer parameters


def _connections(library: "Library", names: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(library.connection(n, kept=True).id for n in names))
    except NoSuchConnection as error:
        raise WrongUsage(error.says, error.next_step) from None


def _providers(library: "Library", names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    known = {info.id: info for info in library.providers()}
    by_name = {info.name.casefold(): info.id for info in known.values()}
    found = []
    for name in names:
        provider = by_name.get(name.casefold(), name.casefold())
        if provider not in known:
            raise WrongUsage(
                f"There is no provider called {name}.", f"Choose from: {', '.join(known)}."
            )
        found.append(provider)
    return tuple(dict.fromkeys(found))


def _texts(option: str, texts: Sequence[str]) -> tuple[str, ...]:
    if not all(text.strip() for text in texts):
        raise WrongUsage(f"{option} is empty.", "Name one, or leave the option out.")
    return tuple(dict.fromkeys(text.strip() for text in texts))


def _currency(text: str) -> str:
    if not CURRENCY.fullmatch(text.strip()):
        raise WrongUsage(f"{text} is no currency code.", "Use three letters, such as EUR.")
    return text.strip().upper()


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if DAY.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise WrongUsage(f"{option}: {text} is no day.", "Write year, month, day: 2026-03-01.")


def _timezone(text: str) -> str:
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(text.strip()).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongUsage(
            f"{text} is no time zone known here.", "Write it like Europe/Berlin, or UTC."
        ) from None


def _amount(option: str, text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise WrongUsage(f"{option}: {text} is no number.", "Write it like 1234.50.")
    return number


def _check_order(first: str, low: Any, last: str, high: Any) -> None:
    if low is not None and high is not None and low > high:
        raise WrongUsage(f"{first} {low} is after {last} {high}.", "Exchange the two.")

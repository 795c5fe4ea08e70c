"""What Stitch Labs can be asked for besides orders: objects, counts, sums (sheet 4, 5, 9)."""

from collections.abc import AsyncGenerator, Iterable
from functools import partial

from orderdock.connector.conditions import in_days
from orderdock.connector.contract import Dataset, DatasetPage, DatasetQuery, Desk
from orderdock.connector.numbered import borne_out
from orderdock.domain.errors import NotThere, Rejected, WrongUsage
from orderdock.providers.stitchlabs.api import ORDERS, StitchLabsApi, in_words
from orderdock.providers.stitchlabs.requests import Condition, Filter, Per, Read, Sort, Sums

_COUNTED = {"open": ("complete", "0"), "closed": ("complete", "1"), "drafts": ("draft", "1")}
_ADDED_UP = {name: name for name in ("total", "subtotal", "s_and_h", "tax_total", "discount")}


async def _objects(
    objects: str, desk: Desk, query: DatasetQuery
) -> AsyncGenerator[DatasetPage, None]:
    """A list, filtered and sorted there as far as that goes; one record by its id in detail."""
    api, largest = StitchLabsApi(desk), int(desk.assumptions.number("page_size"))
    ways, number, more = _ways(query, desk.assumptions.words("sort")), 1, True
    while more:
        read, places = ways[0]
        is_sorted = read.sort == (Sort(query.sort or "", query.descending),)
        exact = len(places) == len(query.where) and is_sorted == bool(query.sort)
        size = min(query.limit or largest, largest) if exact else largest
        page = read if read.ids else read._replace(page_size=size, page_num=number)
        try:
            answer = await api.listed(objects, page, "/detail" if read.ids else "")
        except (Rejected, NotThere):
            if number > 1 or len(ways) == 1:
                raise
            ways = ways[1:]
            continue
        records = [answer.resolved(record) for record in answer.records]
        handled = borne_out(records, query, places) | ({"sort"} if is_sorted else set())
        yield DatasetPage(records, answer.meta("total"), handled)
        number, more = number + 1, not read.ids and answer.more_after(number)


def _ways(query: DatasetQuery, sorts: Iterable[str]) -> list[tuple[Read, list[int]]]:
    """How to ask, best first, and what that says of the query: all of it may be refused."""
    said, nothing = _filter(query), (Filter(), list[int]())
    by = [*([Sort(query.sort, query.descending)] if query.sort else []), *map(Sort, sorts)]
    ways = [(Read(filter=one, sort=(s,)), places) for one, places in (said, nothing) for s in by]
    if [one[:2] for one in query.where] == [("id", "=")]:
        ways.insert(0, (Read(ids=(query.where[0][2],)), [0]))
    return [*ways, (Read(), [])]


def _filter(query: DatasetQuery) -> tuple[Filter, list[int]]:
    """The conditions that can be said there, and their places in the query (sheet 4.3)."""
    said = {place: in_days(condition) for place, condition in enumerate(query.where)}
    every = tuple(Condition(*one) for found in said.values() for one in found)
    return Filter(every), [place for place, found in said.items() if found]


async def _counts(desk: Desk, _query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    asked = {name: Filter((Condition(of, "=", to),)) for name, (of, to) in _COUNTED.items()}
    found = await StitchLabsApi(desk).counts(ORDERS, asked)
    yield DatasetPage([{"which": name, "orders": number} for name, number in found.items()])


async def _sums(per: Per, desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    """As Stitch Labs adds up itself, to compare with; one currency at a time."""
    wanted, places = _filter(query)
    if not any(one[:2] == ("currency_iso", "=") for one in wanted.every):
        example = 'Add a condition such as "currency_iso = USD".'
        raise WrongUsage("Sums are of one currency.", example)
    sums = (Sums(_ADDED_UP), Sums(_ADDED_UP, "order_date", per))
    found = await StitchLabsApi(desk).sums(ORDERS, Read(filter=wanted, sums=sums))
    whole = {"order_date": "all", **(found.get("aggregate_fields") or {})}
    rows = [*(found.get("aggregate_by_date") or []), whole]
    same = {one.field: one.value for one in wanted.every if one.operation == "="}
    yield DatasetPage([same | row for row in rows], handled=frozenset(places))


def _dataset(objects: str, about: str) -> Dataset:
    name, about = in_words(objects), f"{about}; one in full by id"
    return Dataset(name.replace(" ", "_"), name.capitalize(), about, partial(_objects, objects))


DATASETS = (
    _dataset(ORDERS, "Orders as they are"),
    _dataset("Products", "Products with their attributes"),
    _dataset("Variants", "Every version of a product, with stock and prices"),
    _dataset("Contacts", "Customers and suppliers"),
    _dataset("PurchaseOrders", "What is ordered from suppliers"),
    Dataset("order_counts", "Order counts", "How many orders are open, closed, drafts", _counts),
    Dataset("sums_by_day", "Sums by day", "Sales of one currency", partial(_sums, "DAY")),
    Dataset("sums_by_month", "Sums by month", "Sales of one currency", partial(_sums, "MONTH")),
    Dataset("sums_by_year", "Sums by year", "Sales of one currency", partial(_sums, "YEAR")),
)

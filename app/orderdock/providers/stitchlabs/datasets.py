"""What Stitch Labs can be asked for besides orders: objects, counts, sums (sheet 4, 5, 9)."""

from collections.abc import AsyncGenerator
from functools import partial

from orderdock.connector.conditions import in_days
from orderdock.connector.contract import Dataset, DatasetPage, DatasetQuery, Desk
from orderdock.connector.numbered import borne_out
from orderdock.domain.errors import Rejected, WrongUsage
from orderdock.providers.stitchlabs.api import ORDERS, StitchLabsApi, in_words
from orderdock.providers.stitchlabs.requests import Condition, Filter, Per, Read, Sort, Sums

_COUNTED = {"open": ("complete", "0"), "closed": ("complete", "1"), "drafts": ("draft", "1")}
_ADDED_UP = {name: name for name in ("total", "subtotal", "s_and_h", "tax_total", "discount")}


async def _objects(
    objects: str, desk: Desk, query: DatasetQuery
) -> AsyncGenerator[DatasetPage, None]:
    """A list, filtered and sorted there as far as that goes; one record by its id in detail."""
    api, largest = StitchLabsApi(desk), int(desk.assumptions.number("page_size"))
    wanted, places = _filter(query)
    size = min(query.limit or largest, largest) if len(places) == len(query.where) else largest
    sort = Sort(query.sort, query.descending) if query.sort else Sort("id")
    read, suffix = Read(size, filter=wanted, sort=(sort,)), ""
    if len(query.where) == 1 and query.where[0][:2] == ("id", "="):
        read, suffix = Read(ids=(query.where[0][2],)), "/detail"
    number, more = 1, True
    while more:
        try:
            page = read if suffix else read._replace(page_num=number)
            answer = await api.listed(objects, page, suffix)
        except Rejected:
            if read == Read() or number > 1:
                raise
            read, suffix, places = Read(), "", []
            continue
        records = [answer.resolved(record) for record in answer.records]
        handled: set[int | str] = {*borne_out(records, query, places)}
        handled |= {"sort"} if query.sort and read.sort else set()
        yield DatasetPage(records, answer.meta("total"), frozenset(handled))
        number, more = number + 1, not suffix and answer.more_after(number)


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

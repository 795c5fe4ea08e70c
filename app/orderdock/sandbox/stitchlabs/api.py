"""The read endpoints of sheets 4 to 9. Every call is a POST with a JSON body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from orderdock.sandbox.bodies import answer
from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.gate import Gate
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stitchlabs.catalogue import Catalogue, Record
from orderdock.sandbox.stitchlabs.manners import Manners
from orderdock.sandbox.stitchlabs.order_book import OrderBook
from orderdock.sandbox.stitchlabs.paths import BASIC, DOCUMENTED, as_listed, asked_paths, linked
from orderdock.sandbox.stitchlabs.purchases import purchase, purchase_line
from orderdock.sandbox.stitchlabs.query import Query, Shelf, bad
from orderdock.sandbox.stitchlabs.sign_in import SignIn

_FIRST = 15
"""Objects on a page unless asked otherwise."""
_NUMBERS = re.compile(
    r"(?:.*_)?(?:id|price|quantity|total|discount|subtotal|page|to|from)|status_.+"
)
_FLAGS = frozenset({"void", "draft", "deleted", "complete", "archived", "delivered"})
_TEXTS = frozenset({"local_id", "external_connector_order_id"})
_BROKEN: tuple[dict[str, Any], ...] = (
    {"order_date": "the day before yesterday"},
    {"total": "a lot"},
    {"id": {"number": 5}},
)


class House(NamedTuple):
    """One account with all its lists."""

    book: OrderBook
    catalogue: Catalogue
    shelves: dict[str, Shelf]

    def find(self, collection: str, key: str) -> Record | None:
        """A record of any kind by its id."""
        if not (isinstance(key, str) and key.isdecimal()):
            return None
        if collection == "PurchaseOrderLineItems":
            return purchase_line(self.catalogue, int(key))
        if collection == "PurchaseOrders":
            return purchase(self.catalogue, int(key))
        return self.catalogue.find(collection, key) or self.book.find(collection, key)


class Api:
    """Handlers; each checks token, pace and grammar."""

    def __init__(
        self,
        clock: SandboxClock,
        manners: Manners,
        sign_in: SignIn,
        houses: dict[int, House],
        speed: float,
    ) -> None:
        self._manners = manners
        self._sign_in = sign_in
        self._houses = houses
        self._gate = Gate(clock, speed)

    async def listed(self, request: Request) -> Response:
        name, house, body = await self._begin(request)
        shelf = house.shelves[name]
        query = Query(shelf, self._manners)
        ids = query.chosen(body)
        size = min(_positive(body, "page_size", _FIRST), self._manners.largest_page)
        number = _positive(body, "page_num", 1)
        if self._manners.past_the_end == "last":
            number = min(number, max(1, -(-len(ids) // size)))
        records = [shelf.record(key) for key in ids[(number - 1) * size : number * size]]
        paths = BASIC[name]
        if body.get("links"):
            asked = asked_paths(name, body["links"])
            paths = (*paths, *asked) if self._manners.links_on_lists else paths
        meta = _meta(number, size, len(ids))
        found = self._content(name, [as_listed(name, r) for r in records], paths, records, house)
        if "filter_counts" in body:
            self._put_counts(found, meta, query.counts(body["filter_counts"]))
        several = len(ids) > size
        said = {"meta": meta} if self._manners.meta else {}
        return self._answer({**said, **found}, partial=several)

    async def detail(self, request: Request) -> Response:
        name, house, body = await self._begin(request)
        wanted = body.get(name)
        if not isinstance(wanted, list) or not wanted:
            raise bad(f"{name} must be a list of ids.")
        keys = [_key(one) for one in wanted][: self._manners.details_at_once]
        shelf = house.shelves[name]
        records = [dict(shelf.record(key)) for key in keys if shelf.has(key)]
        for record in records:
            place = shelf.ids.index(int(record["id"]))
            if name == "SalesOrders" and place < self._manners.broken_records:
                record |= _BROKEN[place % len(_BROKEN)]
        if self._manners.links_refused and "links" in body:
            raise bad("links is not known here.")
        paths = asked_paths(name, body["links"]) if "links" in body else DOCUMENTED[name]
        meta = _meta(1, _FIRST, len(records))
        found = self._content(name, records, paths, records, house)
        return self._answer({"meta": meta, **found}, partial=False)

    async def aggregated(self, request: Request) -> Response:
        name, house, body = await self._begin(request)
        if request.url.path.rpartition("/")[2] != self._manners.aggregates:
            raise Refusal(404, "not_found", "Not found.")
        found = Query(house.shelves[name], self._manners).aggregates(body)
        rows = len(found.get("aggregate_by_date", ()))
        return self._answer({"meta": _meta(1, _FIRST, rows), **found}, partial=False)

    async def _begin(self, request: Request) -> tuple[str, House, dict[str, Any]]:
        account = self._sign_in.account_of(request)
        self._gate.count(account, self._manners.per_second)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise bad("Send Content-Type: application/json;charset=UTF-8.")
        try:
            body = msgspec.json.decode(await request.body(), type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise bad("The body must be a JSON object.") from error
        if body.get("action") != "read":
            raise bad("action must be read.")
        name = request.path_params["objects"]
        house = self._houses[account]
        if name not in house.shelves:
            raise Refusal(404, "not_found", f"There is nothing called {name}.")
        await self._gate.take_time(account, self._manners.latency)
        return name, house, body

    def _content(
        self,
        name: str,
        shown: list[Record],
        paths: Sequence[tuple[str, ...]],
        records: list[Record],
        house: House,
    ) -> dict[str, Any]:
        manners = self._manners
        found: dict[str, Any] = {}
        found[name] = {r["id"]: r for r in shown} if manners.main_as_map and shown else shown
        pools: dict[str, Any] = linked(records, paths, house.find)
        for collection, pool in pools.items():
            if collection != name:
                found[collection] = list(pool.values()) if manners.linked_as_lists else pool
        if manners.empty_linked != "absent":
            found.setdefault("CreditMemos", [] if manners.empty_linked == "list" else {})
        return found

    def _put_counts(
        self, found: dict[str, Any], meta: dict[str, Any], counts: dict[str, str]
    ) -> None:
        match self._manners.counts_at:
            case "meta.filter_counts":
                meta["filter_counts"] = counts
            case "meta":
                meta |= counts
            case "filter_counts":
                found["filter_counts"] = counts
            case "top":
                found |= counts
            case _:
                pass

    def _answer(self, content: dict[str, Any], *, partial: bool) -> Response:
        when = self._manners.partial_content
        status = 206 if when == "always" or (when == "lists" and partial) else 200
        return answer(_as_numbers(content) if self._manners.numbers else content, status)


def _meta(number: int, size: int, total: int) -> dict[str, Any]:
    """All values are texts; without a match most are "0" (sheet 4.2)."""
    pages = -(-total // size)
    return {
        "current_page": str(number),
        "last_page": str(pages),
        "per_page": str(size),
        "total": str(total),
        "from": str((number - 1) * size + 1 if total else 0),
        "to": str(min(number * size, total)),
    }


def _positive(body: dict[str, Any], name: str, usual: int) -> int:
    value = body.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise bad(f"{name} must be a whole number from 1.")
    return value


def _key(one: object) -> int:
    key = str(one.get("id")) if isinstance(one, dict) else ""
    if not (key.isascii() and key.isdecimal()):
        raise bad("Each entry must hold an id.")
    return int(key)


def _as_numbers(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _as_numbers(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_numbers(inner, name) for inner in value]
    numeric = name in _FLAGS or (_NUMBERS.fullmatch(name) and name not in _TEXTS)
    if isinstance(value, str) and numeric and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value) if "." in value else int(value)
    return value

"""The endpoints that read, and the push (sheet 6, 7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from orderdock.sandbox.bodies import answer
from orderdock.sandbox.clock import SandboxClock, iso
from orderdock.sandbox.gate import Gate
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.synq import people
from orderdock.sandbox.synq.catalogue import LISTED, PRODUCTS, Catalogue
from orderdock.sandbox.synq.linking import Linking
from orderdock.sandbox.synq.manners import Manners
from orderdock.sandbox.synq.order_book import OrderBook
from orderdock.sandbox.synq.people import number_in, uid
from orderdock.sandbox.synq.records import Records
from orderdock.sandbox.synq.tokens import Caller, Tokens

_USUAL_LIMIT = 50
_AUDITED = 50
_BROKEN: tuple[dict[str, Any], ...] = (
    {"id": None, "order_id": None},
    {"created_at": "the day before yesterday", "placed_at": "soon"},
    {"items": [{"quantity": "a dozen", "qty": "a dozen", "unit_price": "1", "price": "1"}]},
)


class House(NamedTuple):
    """One tenant's goods and orders."""

    catalogue: Catalogue
    book: OrderBook
    records: Records


Show = Callable[[House], Any]


class Api:
    """Handlers; each checks the headers first."""

    def __init__(
        self,
        clock: SandboxClock,
        manners: Manners,
        tokens: Tokens,
        linking: Linking,
        houses: dict[int, House],
        speed: float,
    ) -> None:
        self._manners = manners
        self._tokens = tokens
        self._linking = linking
        self._houses = houses
        self._gate = Gate(clock, speed)

    def shows(self, show: Show) -> Callable[[Request], Any]:
        """A handler that answers with a part of the caller's house."""

        async def handle(request: Request) -> Response:
            return answer(show(self._house(request)))

        return handle

    async def orders(self, request: Request) -> Response:
        caller = self._caller(request)
        await self._gate.take_time(caller.key, self._manners.latency)
        return self._page(request, self._houses[caller.tenant.number])

    async def order(self, request: Request) -> Response:
        house = self._house(request)
        number = self._named(request, people.ORDER, house)
        if number is None or not house.book.has(number):
            raise Refusal(404, "not_found", "Order not found")
        record = house.records.record(house.book.order(number), with_lines=True)
        return answer({"order": record} if self._manners.single_wrapped else record)

    async def product(self, request: Request) -> Response:
        house = self._house(request)
        return answer(house.catalogue.full(self._product(request, house)))

    async def variants(self, request: Request) -> Response:
        house = self._house(request)
        if self._manners.variants != "listed":
            raise Refusal(int(self._manners.variants), "not_here", "Not available")
        numbers = house.catalogue.variants(self._product(request, house))
        return answer([house.catalogue.variant(number) for number in numbers])

    async def push(self, request: Request) -> Response:
        """Queued, and that is all that is ever said (sheet 7.1)."""
        self._caller(request)
        try:
            body = msgspec.json.decode(await request.body(), type=dict[str, str])
        except msgspec.MsgspecError as error:
            raise Refusal(400, "bad_request", "The body must be a JSON object") from error
        if not body.get("productId") or body.get("action") not in {"UPSERT", "DELETE"}:
            raise Refusal(400, "bad_request", "productId and action are required")
        return answer({"status": "queued"}, 202)

    def audit(self, house: House) -> list[dict[str, Any]]:
        """The newest entries: orders that were placed."""
        newest = house.book.numbers("newest")[:_AUDITED]
        return [self._entry(house, number) for number in newest]

    def _entry(self, house: House, number: int) -> dict[str, Any]:
        order, tenant = house.book.order(number), house.catalogue.tenant.number
        details = house.records.record(order, with_lines=False)
        return {
            "id": uid(people.ENTRY, tenant, number),
            "actor_email": "clerk@example.com",
            "action": "ORDER_PLACED",
            "entity_type": "order",
            "entity_id": uid(people.ORDER, tenant, number),
            "details": {key: details.get(key) for key in ("order_number", "total_amount")},
            "ip_address": "203.0.113.7",
            "created_at": iso(order.created),
        }

    def _caller(self, request: Request) -> Caller:
        caller = self._tokens.check(request)
        self._gate.count(caller.key, self._manners.per_second)
        return caller

    def _house(self, request: Request) -> House:
        return self._houses[self._caller(request).tenant.number]

    def _named(self, request: Request, kind: int, house: House) -> int | None:
        return number_in(kind, house.catalogue.tenant.number, request.path_params["id"])

    def _product(self, request: Request, house: House) -> int:
        number = self._named(request, people.PRODUCT, house)
        if number is None or not 0 <= number < PRODUCTS or not self._manners.single_products:
            raise Refusal(404, "not_found", "Product not found")
        return number

    def _page(self, request: Request, house: House) -> Response:
        limit = _whole(request.query_params.get("limit", str(_USUAL_LIMIT)), "limit")
        offset = _whole(request.query_params.get("offset", "0"), "offset")
        if not self._manners.heeds_offset:
            offset = 0
        limit = max(min(limit, self._manners.page_limit), 1)
        numbers = house.book.numbers(self._manners.order)[offset : offset + limit]
        found = [
            house.records.record(house.book.order(number), with_lines=self._manners.with_lines)
            for number in numbers
        ]
        if offset == 0:
            for record, spoilt in zip(found[: self._manners.broken_records], _BROKEN, strict=False):
                record |= spoilt
        if not self._manners.wrapped:
            return answer(found)
        return answer({"orders": found, "limit": limit, "offset": offset})


def listed_products(house: House) -> list[dict[str, Any]]:
    """Light rows, and no more than so many."""
    return [house.catalogue.light(number) for number in range(min(PRODUCTS, LISTED))]


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Refusal(400, "bad_request", f"{name} must be a whole number")
    return int(text)

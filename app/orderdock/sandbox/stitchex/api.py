"""The endpoints of sheets 3 to 6."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from orderdock.sandbox.bodies import answer
from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.gate import Gate
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stitchex.manners import Manners
from orderdock.sandbox.stitchex.order_book import OrderBook
from orderdock.sandbox.stitchex.people import BY_ID, PEOPLE, Organisation
from orderdock.sandbox.stitchex.shelves import Shelf
from orderdock.sandbox.stitchex.tokens import Caller, SignInRefused, Tokens

_BROKEN: tuple[dict[str, Any], ...] = (
    {"id": None},
    {"submitted_at": "the day before yesterday"},
    {"line_items": [{"id": 1, "line_quantities": [{"id": 1, "quantity": "a dozen"}]}]},
    {"line_items": "none"},
)


class House(NamedTuple):
    """One organisation with all its lists."""

    organisation: Organisation
    book: OrderBook
    shelves: dict[str, Shelf]


class Api:
    """Handlers; each checks the token first."""

    def __init__(
        self,
        clock: SandboxClock,
        manners: Manners,
        tokens: Tokens,
        houses: dict[int, House],
        speed: float,
    ) -> None:
        self._manners = manners
        self._tokens = tokens
        self._houses = houses
        self._gate = Gate(clock, speed)

    # 3 signing in

    async def token(self, request: Request) -> Response:
        body = await _json(request)
        life = body.get("expires_in")
        try:
            match body.get("grant_type"):
                case "password":
                    given = self._tokens.by_password(body.get("email"), body.get("password"), life)
                case "refresh_token":
                    given = self._tokens.by_refresh_token(body.get("refresh_token"), life)
                case _:
                    return answer({"error": "unsupported_grant_type"}, 400)
        except SignInRefused as refused:
            says = {"error": "invalid_grant", "error_description": str(refused)}
            return answer(says, int(self._manners.refused_sign_in))
        return answer(given)

    async def organisations(self, request: Request) -> Response:
        caller = self._caller(request)
        found = [{"id": key, "name": BY_ID[key].name} for key in PEOPLE[caller.email]]
        return answer({"organisations": found})

    async def set_current_org(self, request: Request) -> Response:
        caller = self._caller(request)
        self._tokens.choose(caller, (await _json(request)).get("organizationId"))
        return answer({"Status": "Updated"}, 201)

    def _caller(self, request: Request) -> Caller:
        caller = self._tokens.check(request.headers.get("authorization"))
        self._gate.count(caller.email, self._manners.per_second)
        return caller

    # 4 lists and records

    async def listed(self, request: Request) -> Response:
        caller, shelf = self._shelf(request)
        await self._gate.take_time(caller.email, self._manners.latency)
        return self._page(request, shelf)

    async def one(self, request: Request) -> Response:
        _, shelf = self._shelf(request)
        key = request.path_params["id"]
        if key not in shelf.ids():
            raise Refusal(404, "not_found", "Not found.")
        record = shelf.record(key)
        if shelf.single:
            return answer({shelf.single: record})
        return answer({"sales_order": record} if self._manners.single_wrapped else record)

    async def channels(self, request: Request) -> Response:
        house = self._houses[self._tokens.current(self._caller(request))]
        names = [f"Wholesale {currency}" for currency in house.organisation.currencies]
        return answer({"channels": [{"id": 31 + k, "name": name} for k, name in enumerate(names)]})

    async def seasons(self, request: Request) -> Response:
        self._tokens.current(self._caller(request))
        names = ("Spring", "Summer", "Autumn", "Winter")
        return answer({"seasons": [{"id": 10 + k, "name": name} for k, name in enumerate(names)]})

    def _shelf(self, request: Request) -> tuple[Caller, Shelf]:
        caller = self._caller(request)
        house = self._houses[self._tokens.current(caller)]
        path = request.scope["path"].removeprefix(request.scope["root_path"]).rstrip("/")
        name = "/" + path.split("/")[1]
        if name == "/skus" and not self._manners.with_skus:
            raise Refusal(404, "not_found", "Not found.")
        return caller, house.shelves[name]

    def _page(self, request: Request, shelf: Shelf) -> Response:
        ids = self._chosen(request, shelf)
        number = _whole(request.query_params.get("page", "1"))
        if number < 1:
            raise Refusal(422, "invalid", "page must be a whole number from 1.")
        if self._manners.newest_first:
            ids = ids[::-1]
        size = self._manners.small_page_size if shelf.small else self._manners.page_size
        pages = max(1, -(-len(ids) // size))
        found = [shelf.record(key) for key in ids[(number - 1) * size : number * size]]
        if shelf.path == "/sales_orders" and number == 1:
            for record, spoilt in zip(found[: self._manners.broken_records], _BROKEN, strict=False):
                record |= spoilt
        meta = {
            "current_page": number,
            "next_page": number + 1 if number < pages else None,
            "prev_page": number - 1 if number > 1 else None,
            "total_pages": pages,
            "total_count": len(ids),
        }
        return answer({shelf.plural: found, "meta": meta})

    def _chosen(self, request: Request, shelf: Shelf) -> Sequence[int]:
        ids = shelf.ids()
        for name, find in shelf.find.items():
            if name in request.query_params:
                found = set(find(request.query_params[name]))
                ids = [key for key in ids if key in found]
        if "since_id" in shelf.since and "since_id" in request.query_params:
            ids = self._since(ids, request.query_params["since_id"], shelf.path)
        if "since_created_at" in shelf.since and "since_created_at" in request.query_params:
            after = _moment(request.query_params["since_created_at"])
            ids = [key for key in ids if _moment(shelf.record(key)["created_at"]) > after]
        return ids

    def _since(self, ids: Sequence[int], text: str, path: str) -> Sequence[int]:
        """Strictly greater (sheet 6)."""
        if path == "/sales_orders" and self._manners.since_id != "greater":
            if self._manners.since_id == "refused":
                raise Refusal(422, "invalid", "since_id is not known here.")
            return ids
        return ids[bisect_right(ids, _whole(text)) :]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else -1


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal(422, "invalid", "since_created_at must be ISO 8601.") from error
    return moment.astimezone()


async def _json(request: Request) -> dict[str, Any]:
    try:
        return msgspec.json.decode(await request.body(), type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise Refusal(400, "bad_request", "The body must be a JSON object.") from error

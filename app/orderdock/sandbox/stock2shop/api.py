"""The endpoints of sheet 6. Queues are accepted and forgotten: only their manners matter here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stock2shop.catalogue import zoned
from orderdock.sandbox.stock2shop.elastic import search
from orderdock.sandbox.stock2shop.manners import Manners
from orderdock.sandbox.stock2shop.people import (
    MAY_READ_ORDERS,
    MAY_READ_PRODUCTS,
    Client,
    User,
)
from orderdock.sandbox.stock2shop.shelves import OrderBook, Products
from orderdock.sandbox.stock2shop.tokens import Answered, Tokens

_ENDPOINT, _SIGNING_IN = 3.0, 1.0
"""Requests a second (sheet 8)."""
_BROKEN: tuple[dict[str, Any], ...] = (
    {"created": "the day before yesterday", "ordered_date": None},
    {"line_items": "none"},
    {"total": "a lot", "line_items": [{"id": 1, "sku": "X", "price": {}, "qty": "a dozen"}]},
)
_MADE = 1_546_992_000
Handler = Callable[[Request], Awaitable[Response]]


class House(NamedTuple):
    """One merchant with all there is."""

    client: Client
    book: OrderBook
    products: Products


class Api:
    """Handlers; each checks headers, token and limits first."""

    def __init__(
        self, manners: Manners, tokens: Tokens, houses: dict[int, House], speed: float
    ) -> None:
        self._manners = manners
        self._tokens = tokens
        self._houses = houses
        self._speed = speed

    def guarded(self, endpoint: str, handler: Handler) -> Handler:
        """The handler behind what all endpoints have in common."""

        async def handle(request: Request) -> Response:
            if request.headers.get("content-type", "").partition(";")[0] != "application/json":
                raise Refusal(415, "unsupported", "Send Content-Type: application/json.")
            at_most = _SIGNING_IN if endpoint == "authenticate" else _ENDPOINT
            try:
                if endpoint != "authenticate":
                    token = request.path_params.get("token") or request.query_params.get("token")
                    user = self._tokens.user_of(token)
                    request.state.user = user
                    self._tokens.count(user.username, endpoint, at_most=at_most, speed=self._speed)
                response = await handler(request)
            except Answered as answered:
                response = Response(answered.body, media_type="application/json")
            response.headers.update(self._tokens.limit(at_most))
            return response

        return handle

    # users (sheet 6.1, 6.2)

    async def authenticate(self, request: Request) -> Response:
        _wants_format(request)
        given = (await _json(request)).get("system_user_auth")
        if not isinstance(given, dict):
            raise Refusal(400, "bad_request", "system_user_auth is missing.")
        name = str(given.get("username"))
        self._tokens.count(name, "authenticate", at_most=_SIGNING_IN, speed=self._speed)
        user, token = self._tokens.sign_in(given.get("username"), given.get("password"))
        channels = [c for c in user.client.channels if user.channel in (None, c.id)]
        limited = user.channel is not None
        return _answer(
            {
                "system_user": {
                    **_user(user, token),
                    "client_name": user.client.name,
                    "fulfillment_services": [],
                    "channels": [_channel(c, user.client) for c in channels] if limited else [],
                    "sources": [],
                    "customers": [],
                    "roles": [{"id": 3, "description": user.role}] if user.role else [],
                    "role_description": user.role,
                }
            }
        )

    async def valid_token(self, request: Request) -> Response:
        _wants_format(request)
        return _answer({"system_user": _user(_asker(request), request.path_params["token"])})

    # sources, channels (sheet 6.3, 6.4)

    async def sources(self, request: Request) -> Response:
        _wants_format(request)
        client = _asker(request).client
        rows = [
            {
                "id": key,
                "created": zoned(_MADE),
                "description": description,
                "sync_token": "0",
                "modified": zoned(_MADE),
                "client_id": client.id,
                "type": kind,
                "active": 1,
                "source_id": linked,
            }
            for key, description, kind, linked in client.sources
        ]
        return _answer({"system_sources": rows})

    async def channels(self, request: Request) -> Response:
        _wants_format(request)
        client = _asker(request).client
        return _answer({"system_channels": [_channel(c, client) for c in client.channels]})

    # searches (sheet 6.5, 6.6)

    async def products(self, request: Request) -> Response:
        user = _asker(request)
        self._tokens.check_role(user, MAY_READ_PRODUCTS)
        shelf = self._houses[user.client.id].products
        channel = request.query_params.get("channel_id", "" if user.channel else None)

        def keep(_entry: object, record: dict[str, Any]) -> bool:
            return any(one["channel_id"] == channel for one in record["channels"])

        body = await self._spelled(request)
        found = search(body, shelf, self._manners, keep if channel is not None else None)
        return _found(found, "products", [shelf.record(key) for key in found["_ids"]])

    async def orders(self, request: Request) -> Response:
        user = _asker(request)
        self._tokens.check_role(user, MAY_READ_ORDERS)
        book = self._houses[user.client.id].book
        found = search(await self._spelled(request), book, self._manners)
        rows = [book.record(key) for key in found["_ids"]]
        for number, key in enumerate(list(book.ids())[: self._manners.broken_records]):
            for row in rows:
                if row["id"] == key:
                    row |= _BROKEN[number % len(_BROKEN)]
        return _found(found, "orders", [self._shaped(row) for row in rows])

    async def _spelled(self, request: Request) -> dict[str, Any]:
        wanted, used = self._manners.spelling, request.scope["path"].rsplit("/", 1)[1]
        if wanted not in ("both", used):
            status = int(self._manners.wrong_spelling)
            raise Refusal(status, "not_found", "There is no such endpoint.")
        return await _json(request)

    def _shaped(self, order: dict[str, Any]) -> dict[str, Any]:
        """The order with the types that the manners want."""
        if self._manners.ids_as_text:
            order |= {"id": str(order["id"]), "channel_id": str(order["channel_id"])}
        if self._manners.numbers_as_text and isinstance(order["line_items"], list):
            order["total"] = str(order["total"])
            order["line_items"] = [
                line | {"price": str(line["price"]), "qty": str(line["qty"])}
                for line in order["line_items"]
            ]
        return order

    # queues (sheet 6.7, 6.7b, 6.8)

    async def queue_products(self, request: Request) -> Response:
        items = (await _json(request)).get("system_products")
        if not isinstance(items, list) or not request.query_params.get("source_id"):
            raise Refusal(400, "bad_request", "system_products and source_id are needed.")
        return _answer({"system_products": {"sync_product": len(items)}})

    async def queue_images(self, request: Request) -> Response:
        items = (await _json(request)).get("system_images")
        if not isinstance(items, list):
            raise Refusal(400, "bad_request", "system_images is needed.")
        if any(len(str(one.get("image", {}).get("image", ""))) > 2_800_000 for one in items):
            raise Refusal(413, "too_large", "An image may have 2 MB at most.")
        return _answer({"system_images": {"sync_image": len(items)}})

    async def queue_order(self, request: Request) -> Response:
        await _json(request)
        if not {"client_id", "channel_id"} <= set(request.query_params):
            raise Refusal(400, "bad_request", "client_id and channel_id are needed.")
        return _answer({"message": "order received", "queue_messages": []})


def _found(found: dict[str, Any], name: str, rows: list[dict[str, Any]]) -> Response:
    del found["_ids"]
    echo = {"url": "https://vpc-search.internal/_search", "method": "POST", "body": {}}
    return _answer({**found, "request": echo, f"system_{name}": rows, "took_s2s": 9})


def _user(user: User, token: str) -> dict[str, Any]:
    return {
        "id": user.id,
        "created": zoned(_MADE),
        "name": user.first_name,
        "surname": user.surname,
        "email": f"{user.username}@example.org",
        "username": user.username,
        "modified": zoned(_MADE),
        "client_id": user.client.id,
        "active": 1,
        "admin": 0,
        "token": token,
    }


def _channel(channel: Any, client: Client) -> dict[str, Any]:
    return {
        "id": channel.id,
        "created": zoned(_MADE),
        "description": channel.description,
        "modified": zoned(_MADE),
        "client_id": client.id,
        "active": int(channel.active),
        "type": channel.type,
        "price_tier": None,
        "qty_availability": None,
    }


def _asker(request: Request) -> User:
    user: User = request.state.user
    return user


def _wants_format(request: Request) -> None:
    if request.query_params.get("format") != "json":
        raise Refusal(400, "bad_request", "Say format=json.")


async def _json(request: Request) -> dict[str, Any]:
    try:
        return msgspec.json.decode(await request.body(), type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise Refusal(400, "bad_request", "The body must be a JSON object.") from error


def _answer(body: object) -> Response:
    return Response(msgspec.json.encode(body), media_type="application/json")

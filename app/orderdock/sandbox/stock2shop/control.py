"""What a test can do to this Stock2Shop while it runs: `/_control/stock2shop/...`."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from orderdock.sandbox.adjusting import manners_route
from orderdock.sandbox.bodies import answer, read
from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stock2shop.api import House
from orderdock.sandbox.stock2shop.manners import Manners
from orderdock.sandbox.stock2shop.people import USERS
from orderdock.sandbox.stock2shop.tokens import Tokens


class _Insert(msgspec.Struct, forbid_unknown_fields=True):
    """`lines` is pieces by variant id; `fields` win over what the order would say by itself."""

    client: int
    lines: dict[int, int]
    fields: dict[str, Any] = {}


class _Change(msgspec.Struct, forbid_unknown_fields=True):
    """`quantities` is pieces by line id."""

    client: int
    fields: dict[str, Any] = {}
    quantities: dict[int, int] = {}


class Control:
    """Bodies are JSON; unknown keys are refused, so that a typing error in a test is seen."""

    def __init__(
        self, clock: SandboxClock, manners: Manners, tokens: Tokens, houses: dict[int, House]
    ) -> None:
        self._clock = clock
        self._manners = manners
        self._tokens = tokens
        self._houses = houses

    def routes(self) -> list[BaseRoute]:
        return [
            manners_route(self._manners),
            Route("/truth", self.truth, methods=["GET"]),
            Route("/orders", self.insert, methods=["POST"]),
            Route("/orders/{id:int}", self.edit, methods=["PATCH", "DELETE"]),
            Route("/products/{id:int}", self.product, methods=["PATCH"]),
            Route("/users/{username}/session", self.sign_in_elsewhere, methods=["POST"]),
            Route("/tokens/forget", self.forget_tokens, methods=["POST"]),
        ]

    async def truth(self, request: Request) -> Response:
        """`?client=N`: every order, every active product and every channel, as they are now."""
        house = self._house(int(request.query_params.get("client", "77")))
        return answer(
            {
                "orders": [house.book.record(key) for key in sorted(house.book.ids())],
                "products": [house.products.record(e.id) for e in house.products.entries()],
                "channels": {c.id: c.description or c.type for c in house.client.channels},
            }
        )

    async def insert(self, request: Request) -> Response:
        wanted = await read(request, _Insert)
        return answer(self._house(wanted.client).book.insert(wanted.lines, wanted.fields), 201)

    async def edit(self, request: Request) -> Response:
        """DELETE `?client=N` takes an order away; PATCH changes it."""
        key = request.path_params["id"]
        if request.method == "DELETE":
            if not self._house(int(request.query_params.get("client", "0"))).book.delete(key):
                raise Refusal(404, "not_found", "There is no such order.")
            return answer({"deleted": key})
        change = await read(request, _Change)
        book = self._house(change.client).book
        if not book.exists(key):
            raise Refusal(404, "not_found", "There is no such order.")
        book.change(key, change.fields, change.quantities)
        return answer(book.record(key))

    async def product(self, request: Request) -> Response:
        """Set fields of a product: `{"client": 77, "fields": {"vendor": "New"}}`."""
        change = await read(request, _Change)
        products = self._house(change.client).products
        key = request.path_params["id"]
        if not products.change(key, change.fields, self._clock.now()):
            raise Refusal(404, "not_found", "There is no such product.")
        return answer(products.record(key))

    async def sign_in_elsewhere(self, request: Request) -> Response:
        """Somebody signs in with that user in another program: our token is over."""
        username = request.path_params["username"]
        if username not in USERS:
            raise Refusal(404, "not_found", "There is no such user.")
        self._tokens.sign_in(username, self._manners.password)
        return answer({"signed_in": username})

    async def forget_tokens(self, _request: Request) -> Response:
        self._tokens.end_all()
        return answer({"forgotten": True})

    def _house(self, client: int) -> House:
        if client not in self._houses:
            raise Refusal(404, "not_found", "There is no such merchant.")
        return self._houses[client]

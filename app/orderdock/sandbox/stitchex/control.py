"""What a test can do to this Stitchex while it runs: `/_control/stitchex/...`."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from orderdock.sandbox.adjusting import manners_route
from orderdock.sandbox.bodies import answer, read
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stitchex.api import House
from orderdock.sandbox.stitchex.manners import Manners
from orderdock.sandbox.stitchex.people import PEOPLE
from orderdock.sandbox.stitchex.state import StitchexState
from orderdock.sandbox.stitchex.tokens import Tokens


class _Insert(msgspec.Struct, forbid_unknown_fields=True):
    """`sizes` is pieces by SKU id; `fields` win over what the order would say by itself."""

    organisation: int
    sizes: dict[int, int]
    fields: dict[str, Any] = {}


class _Change(msgspec.Struct, forbid_unknown_fields=True):
    """`quantities` is pieces by the id of a size's row."""

    organisation: int
    fields: dict[str, Any] = {}
    quantities: dict[int, int] = {}


class _Chosen(msgspec.Struct, forbid_unknown_fields=True):
    organisation: int


class Control:
    """Bodies are JSON; unknown keys are refused, so that a typing error in a test is seen."""

    def __init__(
        self, state: StitchexState, manners: Manners, tokens: Tokens, houses: dict[int, House]
    ) -> None:
        self._state = state
        self._manners = manners
        self._tokens = tokens
        self._houses = houses

    def routes(self) -> list[BaseRoute]:
        return [
            manners_route(self._manners),
            Route("/orders", self.insert, methods=["POST"]),
            Route("/orders/{id:int}", self.edit, methods=["PATCH", "DELETE"]),
            Route("/people/{email}/organisation", self.choose, methods=["PUT"]),
            Route("/tokens/expire", self.expire_tokens, methods=["POST"]),
            Route("/tokens/forget", self.forget_tokens, methods=["POST"]),
        ]

    async def insert(self, request: Request) -> Response:
        wanted = await read(request, _Insert)
        book = self._house(wanted.organisation).book
        return answer(book.insert(wanted.sizes, wanted.fields), 201)

    async def edit(self, request: Request) -> Response:
        """DELETE `?organisation=N` takes an order away; PATCH changes it."""
        key = request.path_params["id"]
        if request.method == "DELETE":
            house = self._house(int(request.query_params.get("organisation", "0")))
            if not house.book.delete(key):
                raise Refusal(404, "not_found", "There is no such order.")
            return answer({"deleted": key})
        change = await read(request, _Change)
        book = self._house(change.organisation).book
        if key not in book.ids:
            raise Refusal(404, "not_found", "There is no such order.")
        book.change(key, change.fields, change.quantities)
        return answer(book.record(key))

    async def choose(self, request: Request) -> Response:
        """The person switches to another organisation, in the vendor's own program say."""
        email, wanted = request.path_params["email"], (await read(request, _Chosen)).organisation
        if wanted not in PEOPLE.get(email, ()):
            raise Refusal(404, "not_found", "There is no such person or organisation.")
        self._state.chosen[email] = wanted
        return answer({"chosen": wanted})

    async def expire_tokens(self, _request: Request) -> Response:
        self._tokens.expire_all()
        return answer({"expired": True})

    async def forget_tokens(self, _request: Request) -> Response:
        self._tokens.forget_all()
        return answer({"forgotten": True})

    def _house(self, organisation: int) -> House:
        if organisation not in self._houses:
            raise Refusal(404, "not_found", "There is no such organisation.")
        return self._houses[organisation]

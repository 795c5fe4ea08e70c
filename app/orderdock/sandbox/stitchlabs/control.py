"""What a test can do to this Stitch Labs while it runs: `/_control/stitchlabs/...`."""

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
from orderdock.sandbox.stitchlabs.api import House
from orderdock.sandbox.stitchlabs.history import STAGES
from orderdock.sandbox.stitchlabs.manners import Manners
from orderdock.sandbox.stitchlabs.sign_in import SignIn
from orderdock.sandbox.stitchlabs.state import Inserted, Item


class _Insert(msgspec.Struct, forbid_unknown_fields=True):
    account: int
    items: list[Item]
    channel: int | None = None


class _Change(msgspec.Struct, forbid_unknown_fields=True):
    """`quantities` is by line id, 0 takes the line away; `fields` are as on the wire."""

    account: int
    stage: str | None = None
    closed: bool | None = None
    quantities: dict[int, int] = {}
    fields: dict[str, Any] = {}


class Control:
    """Bodies are JSON; unknown keys are refused, so that a typing error in a test is seen."""

    def __init__(
        self, clock: SandboxClock, manners: Manners, sign_in: SignIn, houses: dict[int, House]
    ) -> None:
        self._clock = clock
        self._manners = manners
        self._sign_in = sign_in
        self._houses = houses

    def routes(self) -> list[BaseRoute]:
        return [
            manners_route(self._manners),
            Route("/rows", self.rows, methods=["GET"]),
            Route("/orders", self.insert, methods=["POST"]),
            Route("/orders/{id:int}", self.edit, methods=["PATCH", "DELETE"]),
            Route("/tokens/expire", self.expire_tokens, methods=["POST"]),
            Route("/tokens/revoke", self.revoke_tokens, methods=["POST"]),
        ]

    async def rows(self, request: Request) -> Response:
        """What a complete export must hold, `?account=N`."""
        return answer(self._house(int(request.query_params.get("account", "1"))).book.rows())

    async def insert(self, request: Request) -> Response:
        wanted = await read(request, _Insert)
        house = self._house(wanted.account)
        for item in wanted.items:
            if item.variant is not None and not house.catalogue.has(item.variant):
                raise Refusal(404, "not_found", f"There is no variant {item.variant}.")
        key = house.book.insert(Inserted(self._clock.now(), wanted.channel, wanted.items))
        return answer({"id": str(key)}, 201)

    async def edit(self, request: Request) -> Response:
        """DELETE `?account=N` takes an order away; PATCH changes it."""
        key = request.path_params["id"]
        if request.method == "DELETE":
            house = self._house(int(request.query_params.get("account", "1")))
            if not house.book.delete(key):
                raise Refusal(404, "not_found", "There is no such order.")
            return answer({"deleted": str(key)})
        change = await read(request, _Change)
        house = self._house(change.account)
        if key not in house.book.ids:
            raise Refusal(404, "not_found", "There is no such order.")
        if change.stage is not None and change.stage not in STAGES:
            raise Refusal(400, "bad_request", f"Stages: {', '.join(STAGES)}")
        changes = msgspec.structs.asdict(change)
        del changes["account"]
        house.book.change(key, **changes)
        return answer(house.book.order(key))

    async def expire_tokens(self, _request: Request) -> Response:
        self._sign_in.expire_all()
        return answer({"expired": True})

    async def revoke_tokens(self, _request: Request) -> Response:
        self._sign_in.revoke_all()
        return answer({"revoked": True})

    def _house(self, account: int) -> House:
        if account not in self._houses:
            raise Refusal(404, "not_found", "There is no such account.")
        return self._houses[account]

"""What a test can do to this Synq while it runs: `/_control/synq/...`."""

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
from orderdock.sandbox.synq.api import House
from orderdock.sandbox.synq.linking import Linking
from orderdock.sandbox.synq.manners import Manners
from orderdock.sandbox.synq.people import PLATFORMS, TENANTS, Tenant
from orderdock.sandbox.synq.tokens import Tokens, mint
from orderdock.sandbox.synq.truth import rows_of


class _Insert(msgspec.Struct, forbid_unknown_fields=True):
    """`lines` is pieces by variant; `fields` win over what the record would say by itself."""

    tenant: int
    lines: dict[int, int]
    status: str = "pending_payment"
    fields: dict[str, Any] = {}


class _Change(msgspec.Struct, forbid_unknown_fields=True):
    """`quantities` is pieces by the place of a line."""

    tenant: int
    status: str | None = None
    fields: dict[str, Any] | None = None
    quantities: dict[int, int] = {}


class _Token(msgspec.Struct, forbid_unknown_fields=True):
    """`claims` change what it says, null leaves one out."""

    tenant: int = 1
    life: float = 3600
    claims: dict[str, Any] = {}


class _Shop(msgspec.Struct, forbid_unknown_fields=True):
    tenant: int
    provider: str
    registered: bool = True


class Control:
    """Bodies are JSON; unknown keys are refused, so that a typing error in a test is seen."""

    def __init__(
        self,
        clock: SandboxClock,
        manners: Manners,
        tokens: Tokens,
        linking: Linking,
        houses: dict[int, House],
    ) -> None:
        self._clock = clock
        self._manners = manners
        self._tokens = tokens
        self._linking = linking
        self._houses = houses

    def routes(self) -> list[BaseRoute]:
        return [
            manners_route(self._manners),
            Route("/truth", self.truth, methods=["GET"]),
            Route("/orders", self.insert, methods=["POST"]),
            Route("/orders/{number:int}", self.edit, methods=["PATCH", "DELETE"]),
            Route("/tokens", self.token, methods=["POST"]),
            Route("/tokens/end", self.end_tokens, methods=["POST"]),
            Route("/shops", self.shops, methods=["GET", "POST"]),
            Route("/shops/{id}", self.drop, methods=["DELETE"]),
        ]

    async def truth(self, request: Request) -> Response:
        """`?tenant=N`: a row for every line that an export must have."""
        tenant = _tenant(request)
        house, shops = self._houses[tenant.number], self._linking.shops(tenant)
        rows: list[list[str]] = []
        for number in house.book.numbers():
            order = house.book.order(number)
            rows += rows_of(order, house.records, house.catalogue, self._manners, shops)
        return answer(rows)

    async def insert(self, request: Request) -> Response:
        wanted = await read(request, _Insert)
        house = self._houses[wanted.tenant]
        if any(v not in house.catalogue.variants(v // 4) for v in wanted.lines):
            raise Refusal(404, "not_found", "There is no such variant.")
        order = house.book.insert(wanted.lines, wanted.status, wanted.fields)
        return answer(house.records.record(order, with_lines=True) | {"_number": order.number}, 201)

    async def edit(self, request: Request) -> Response:
        """DELETE `?tenant=N` takes an order away; PATCH changes it."""
        number = request.path_params["number"]
        if request.method == "DELETE":
            book = self._houses[_tenant(request).number].book
            if not book.has(number):
                raise Refusal(404, "not_found", "There is no such order.")
            book.delete(number)
            return answer({"deleted": number})
        change = await read(request, _Change)
        house = self._houses[change.tenant]
        if not house.book.has(number):
            raise Refusal(404, "not_found", "There is no such order.")
        said = {"status": change.status, "fields": change.fields}
        house.book.change(
            number, {k: v for k, v in said.items() if v is not None}, change.quantities
        )
        return answer(house.records.record(house.book.order(number), with_lines=True))

    async def token(self, request: Request) -> Response:
        """A fresh token by the sandbox's own clock."""
        wanted = await read(request, _Token)
        tenant = TENANTS[wanted.tenant - 1]
        made = mint(self._clock.now(), tenant, wanted.life, **wanted.claims)
        return answer({"token": made})

    async def end_tokens(self, _request: Request) -> Response:
        self._tokens.end_all()
        return answer({"ended": True})

    async def shops(self, request: Request) -> Response:
        """GET `?tenant=N`: all that were authorised; POST: somebody authorises one elsewhere."""
        if request.method == "GET":
            return answer(self._linking.of(_tenant(request)))
        wanted = await read(request, _Shop)
        if wanted.provider not in PLATFORMS:
            raise Refusal(404, "not_found", "There is no such platform.")
        made = self._linking.authorise(TENANTS[wanted.tenant - 1], wanted.provider)
        if wanted.registered:
            self._linking.register(made)
        return answer(made, 201)

    async def drop(self, request: Request) -> Response:
        """Somebody disconnects a shop at the dashboard."""
        shops = self._linking.of(_tenant(request))
        kept = [one for one in shops if one.id != request.path_params["id"]]
        shops[:] = kept
        return answer(kept)


def _tenant(request: Request) -> Tenant:
    number = int(request.query_params.get("tenant", "1"))
    if not 1 <= number <= len(TENANTS):
        raise Refusal(404, "not_found", "There is no such tenant.")
    return TENANTS[number - 1]

"""What a test can do to this Stackline while it runs: `/_control/stackline/...`."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from orderdock.sandbox.adjusting import manners_route
from orderdock.sandbox.bodies import answer, read
from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stackline import demo
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.order_book import OrderBook
from orderdock.sandbox.stackline.retailers import BY_ID, Temper
from orderdock.sandbox.stackline.state import Connection, InsertedOrder, StacklineState
from orderdock.sandbox.stackline.tokens import Tokens, plain_phone


class _Insert(msgspec.Struct, forbid_unknown_fields=True):
    """`date` in seconds since 1970 (None = now); lines carry the keys of sheet 6.1."""

    retailer: int
    order_id: str
    lines: list[dict[str, Any]]
    date: float | None = None


class _Change(msgspec.Struct, forbid_unknown_fields=True):
    retailer: int
    fields: dict[str, Any]
    sku: str | None = None


class _Temper(msgspec.Struct, forbid_unknown_fields=True):
    temper: Temper


class _Status(msgspec.Struct, forbid_unknown_fields=True):
    """`status` None takes the connection away. The account is the first demo person's."""

    status: str | None


class Control:
    """Bodies are JSON; unknown keys are refused, so that a typing error in a test is seen."""

    def __init__(
        self,
        state: StacklineState,
        clock: SandboxClock,
        manners: Manners,
        tokens: Tokens,
        book: OrderBook,
    ) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners
        self._tokens = tokens
        self._book = book

    def routes(self) -> list[BaseRoute]:
        return [
            manners_route(self._manners),
            Route("/orders", self.insert, methods=["POST"]),
            Route("/orders/{id:path}", self.edit, methods=["PATCH", "DELETE"]),
            Route("/connections/{id:int}", self.connection, methods=["PUT"]),
            Route("/retailers/{id:int}", self.retailer, methods=["PATCH"]),
            Route("/tokens/expire", self.expire_tokens, methods=["POST"]),
            Route("/tokens/revoke", self.revoke_tokens, methods=["POST"]),
        ]

    async def insert(self, request: Request) -> Response:
        """A new order, seen at once by accounts that have synced the retailer."""
        wanted = await read(request, _Insert)
        date = int(self._clock.now() if wanted.date is None else wanted.date)
        order = InsertedOrder(_known(wanted.retailer), wanted.order_id, date, wanted.lines)
        self._state.edits.inserted = [*self._state.edits.inserted, order]
        return answer(order, 201)

    async def edit(self, request: Request) -> Response:
        """DELETE `?retailer=N` takes an order away; PATCH sets fields of its lines."""
        identifier = request.path_params["id"]
        if request.method == "DELETE":
            retailer = _known(int(request.query_params.get("retailer", "1")))
            if not self._book.delete(retailer, identifier):
                raise Refusal(404, "not_found", "There is no such order.")
            return answer({"deleted": identifier})
        change = await read(request, _Change)
        key = f"{_known(change.retailer)}:{identifier}"
        if change.sku is not None:
            key += f":{change.sku}"
        self._state.edits.changed.setdefault(key, {}).update(change.fields)
        return answer({"changed": key})

    async def connection(self, request: Request) -> Response:
        """Set a connection's status; a valid one that was never synced counts as synced."""
        status = (await read(request, _Status)).status
        key = _known(request.path_params["id"])
        account = self._state.accounts[plain_phone(demo.PHONE)]
        if status is None:
            account.connections.pop(key, None)
            return answer({"removed": key})
        connection = account.connections.setdefault(key, Connection())
        connection.status = status
        if status == "valid" and connection.last_sync_at is None:
            connection.last_sync_at = self._clock.now()
        return answer(connection)

    async def retailer(self, request: Request) -> Response:
        """Give a retailer another temper."""
        temper = (await read(request, _Temper)).temper
        self._state.tempers[_known(request.path_params["id"])] = temper
        return answer({"temper": temper, "known": list(get_args(Temper))})

    async def expire_tokens(self, _request: Request) -> Response:
        self._tokens.expire_all()
        return answer({"expired": True})

    async def revoke_tokens(self, _request: Request) -> Response:
        """As if the person had withdrawn consent: nothing that was given out works any more."""
        self._tokens.expire_all()
        for held in self._state.refresh_tokens.values():
            self._tokens.kill(held.family)
        return answer({"revoked": True})


def _known(retailer: int) -> int:
    if retailer not in BY_ID:
        raise Refusal(404, "not_found", "There is no such retailer.")
    return retailer

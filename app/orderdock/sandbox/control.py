"""`/_control`: what a test can see and do while the sandbox runs. JSON in, JSON out."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from orderdock.sandbox.faults import FAULT_NAMES, Fault
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.scenarios import SCENARIO_NAMES
from orderdock.sandbox.world import World

_T = TypeVar("_T")


class _Skip(msgspec.Struct, forbid_unknown_fields=True):
    advance: float


def _answer(body: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")


class _Levers:
    """The handlers of the frame's own levers."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def overview(self, _request: Request) -> Response:
        names = {"faults": FAULT_NAMES, "scenarios": SCENARIO_NAMES}
        return _answer({"providers": list(self._world.providers), **names})

    async def requests(self, request: Request) -> Response:
        """GET `?since=N`: what was asked, oldest first; DELETE forgets it."""
        if request.method == "DELETE":
            self._world.log.clear()
        return _answer(self._world.log.entries(int(request.query_params.get("since", "0"))))

    async def faults(self, request: Request) -> Response:
        """POST one fault; GET those that still wait; DELETE them all."""
        if request.method == "POST":
            self._world.faults.add(await _read(request, Fault))
        elif request.method == "DELETE":
            self._world.faults.clear()
        return _answer(self._world.faults.waiting())

    async def clock(self, request: Request) -> Response:
        """GET the time in seconds since 1970; POST `{"advance": seconds}`."""
        if request.method == "POST":
            self._world.clock.advance((await _read(request, _Skip)).advance)
        return _answer({"now": self._world.clock.now()})


async def _read(request: Request, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.MsgspecError as error:
        raise Refusal(400, "validation_error", str(error)) from error


def control_routes(world: World) -> list[BaseRoute]:
    """The frame's own levers, and each provider's under its name."""
    levers = _Levers(world)
    return [
        Route("/", levers.overview, methods=["GET"]),
        Route("/requests", levers.requests, methods=["GET", "DELETE"]),
        Route("/faults", levers.faults, methods=["GET", "POST", "DELETE"]),
        Route("/clock", levers.clock, methods=["GET", "POST"]),
        *(Mount(f"/{name}", routes=one.control_routes()) for name, one in world.providers.items()),
    ]

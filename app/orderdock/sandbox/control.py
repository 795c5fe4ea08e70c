"""`/_control`: what a test can see and do while the sandbox runs. JSON in, JSON out."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from orderdock.sandbox.bodies import answer, read
from orderdock.sandbox.faults import FAULT_NAMES, Fault
from orderdock.sandbox.scenarios import scenario_names
from orderdock.sandbox.world import World


class _Skip(msgspec.Struct, forbid_unknown_fields=True):
    advance: float


class _Levers:
    """The handlers of the frame's own levers."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def overview(self, _request: Request) -> Response:
        names = {"faults": FAULT_NAMES, "scenarios": scenario_names()}
        return answer({"providers": list(self._world.providers), **names})

    async def requests(self, request: Request) -> Response:
        """GET `?since=N`: what was asked, oldest first; DELETE forgets it."""
        if request.method == "DELETE":
            self._world.log.clear()
        return answer(self._world.log.entries(int(request.query_params.get("since", "0"))))

    async def faults(self, request: Request) -> Response:
        """POST one fault; GET those that still wait; DELETE them all."""
        if request.method == "POST":
            self._world.faults.add(await read(request, Fault))
        elif request.method == "DELETE":
            self._world.faults.clear()
        return answer(self._world.faults.waiting())

    async def clock(self, request: Request) -> Response:
        """GET the time in seconds since 1970; POST `{"advance": seconds}`."""
        if request.method == "POST":
            self._world.clock.advance((await read(request, _Skip)).advance)
        return answer({"now": self._world.clock.now()})


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

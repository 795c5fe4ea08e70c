"""`/_control`: what a test can see and do while the sandbox runs. JSON in, JSON out."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from orderdock.sandbox.faults import FAULT_NAMES, Fault
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.scenarios import SCENARIO_NAMES
from orderdock.sandbox.world import World


class _Skip(msgspec.Struct, forbid_unknown_fields=True):
    advance: float


def _answer(body: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")


def control_routes(world: World) -> list[BaseRoute]:
    """The frame's own levers, and each provider's under its name."""

    async def overview(request: Request) -> Response:
        return _answer(
            {
                "providers": list(world.providers),
                "faults": FAULT_NAMES,
                "scenarios": SCENARIO_NAMES,
            }
        )

    async def requests(request: Request) -> Response:
        """GET `?since=N`: what was asked, oldest first; DELETE forgets it."""
        if request.method == "DELETE":
            world.log.clear()
            return _answer([])
        return _answer(world.log.entries(int(request.query_params.get("since", "0"))))

    async def faults(request: Request) -> Response:
        """POST one fault; GET those that still wait; DELETE them all."""
        if request.method == "POST":
            try:
                world.faults.add(msgspec.json.decode(await request.body(), type=Fault))
            except (msgspec.MsgspecError, ValueError) as error:
                raise Refusal(400, "validation_error", str(error)) from error
        elif request.method == "DELETE":
            world.faults.clear()
        return _answer(world.faults.waiting())

    async def clock(request: Request) -> Response:
        """GET the time in seconds since 1970; POST `{"advance": seconds}`."""
        if request.method == "POST":
            try:
                skip = msgspec.json.decode(await request.body(), type=_Skip)
            except msgspec.MsgspecError as error:
                raise Refusal(400, "validation_error", str(error)) from error
            world.clock.advance(skip.advance)
        return _answer({"now": world.clock.now()})

    return [
        Route("/", overview, methods=["GET"]),
        Route("/requests", requests, methods=["GET", "DELETE"]),
        Route("/faults", faults, methods=["GET", "POST", "DELETE"]),
        Route("/clock", clock, methods=["GET", "POST"]),
        *(Mount(f"/{name}", routes=one.control_routes()) for name, one in world.providers.items()),
    ]

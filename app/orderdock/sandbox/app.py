"""The web application of one sandbox: providers under their names, control under `/_control`."""

from __future__ import annotations

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orderdock.sandbox.control import control_routes
from orderdock.sandbox.fault_answers import carry_out
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.world import World

_CODES = {404: ("not_found", "Not found."), 405: ("method_not_allowed", "Not this method.")}


class _Gate:
    """Logs each request, gives it its fault if one waits, and remembers what it has changed."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].split("/", 2)[1] if scope["type"] == "http" else ""
        provider = self._world.providers.get(name)

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._world.remember()  # before the answer: who has it may rely on it
            await send(message)

        if provider is None:
            await self._app(scope, receive, remembering)
            return
        method, path = scope["method"], scope["path"]
        shown = getattr(provider, "logged_path", str)(path)
        entry = self._world.log.begin(self._world.clock.now(), method, shown, scope["query_string"])

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
                entry.until = self._world.clock.now()
            await remembering(message)

        fault = self._world.faults.take(method, path)
        if fault is None:
            await self._app(scope, receive, noting)
            return
        entry.fault = fault.answer
        await carry_out(fault, provider, self._app, scope, receive, noting)
        self._world.remember()


def build_app(world: World) -> ASGIApp:
    """Everything of `world` over HTTP."""

    def body(request: Request, refusal: Refusal) -> bytes:
        name = request.scope["path"].split("/", 2)[1]
        provider = world.providers.get(name)
        if provider is None:
            return msgspec.json.encode({"code": refusal.code, "message": refusal.message})
        return provider.error_body(refusal.code, refusal.message, refusal.details)

    async def refused(request: Request, error: Exception) -> Response:
        refusal = error if isinstance(error, Refusal) else Refusal(500, "server_error", "")
        return Response(body(request, refusal), refusal.status, refusal.headers, "application/json")

    async def not_there(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        code, message = _CODES.get(status, ("server_error", "Something went wrong."))
        return await refused(request, Refusal(status, code, message))

    mounts = [Mount(f"/{name}", routes=one.routes()) for name, one in world.providers.items()]
    control = Mount("/_control", routes=control_routes(world))
    app = Starlette(
        routes=[*mounts, control],
        exception_handlers={Refusal: refused, HTTPException: not_there},
    )
    return _Gate(app, world)

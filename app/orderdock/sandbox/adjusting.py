"""The lever that every provider has: its manners, seen and changed while it runs."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orderdock.sandbox.bodies import answer, read
from orderdock.sandbox.refusal import Refusal


def manners_route(manners: msgspec.Struct) -> Route:
    """`/manners`: GET shows them, PATCH changes some of them in place and shows all."""

    async def handle(request: Request) -> Response:
        if request.method == "PATCH":
            changes = await read(request, dict[str, Any])
            try:
                wanted = msgspec.convert(msgspec.structs.asdict(manners) | changes, type(manners))
            except msgspec.ValidationError as error:
                raise Refusal(400, "validation_error", str(error)) from error
            for key in changes:
                setattr(manners, key, getattr(wanted, key))
        return answer(manners)

    return Route("/manners", handle, methods=["GET", "PATCH"])

"""JSON in and out of handlers."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from orderdock.sandbox.refusal import Refusal

_T = TypeVar("_T")


def answer(body: Any, status: int = 200) -> Response:
    """`body` as JSON."""
    return Response(msgspec.json.encode(body), status, media_type="application/json")


async def read(request: Request, kind: type[_T]) -> _T:
    """The JSON body as `kind`; raises `Refusal` 400 that says what is wrong with it."""
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.MsgspecError as error:
        raise Refusal(400, "validation_error", str(error)) from error

"""Carrying out a fault: an answer of its own, or the real one spoilt on its way."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orderdock.sandbox.faults import ERROR_ANSWERS, Fault
from orderdock.sandbox.provider import ProviderSandbox

_HTML = (
    b"<!doctype html><html><body><h1>Please stand by</h1><p>We will be back soon.</p></body></html>"
)
_PIECES = 20


class _Kept:
    """The real answer, held back."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")


async def _send(send: Send, status: int, kind: str, body: bytes, **headers: str) -> None:
    pairs = {"content-type": kind, "content-length": str(len(body)), **headers}
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in pairs.items()
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def _error(fault: Fault, provider: ProviderSandbox, send: Send) -> None:
    status, code, message = ERROR_ANSWERS[fault.answer]
    seconds = f"{fault.retry_after:g}"
    details: dict[str, Any] | None = None
    headers = {}
    if fault.answer in ("rate-limited", "rate-limited-details"):
        details = {"retryAfter": float(seconds) if "." in seconds else int(seconds)}
    if fault.answer in ("rate-limited", "rate-limited-header"):
        headers["retry_after"] = seconds
    body = provider.error_body(code, message, details)
    await _send(send, status, "application/json", body, **headers)


def _cut_connection(scope: Scope) -> None:
    """Reset, not close: the other side must see that something broke."""
    transport = scope["state"]["transport"]
    plug = transport.get_extra_info("socket")
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _spoil(fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """The request takes effect; its answer does not arrive whole, or not soon."""
    kept = _Kept()
    await app(scope, receive, kept.send)
    start, body, half = kept.start, kept.body, len(kept.body) // 2
    match fault.answer:
        case "truncated":
            headers = [pair for pair in start["headers"] if pair[0] != b"content-length"]
            headers.append((b"content-length", str(half).encode()))
            await send({**start, "headers": headers})
            await send({"type": "http.response.body", "body": body[:half]})
        case "reset":
            await send(start)
            await send({"type": "http.response.body", "body": body[:half], "more_body": True})
            await asyncio.sleep(0.02)  # so that the first half has left
            _cut_connection(scope)
        case "slow":
            await asyncio.sleep(fault.delay)
            await send(start)
            await send({"type": "http.response.body", "body": body})
        case _:
            await send(start)
            step = max(1, -(-len(body) // _PIECES))
            for at in range(0, len(body), step):
                await asyncio.sleep(fault.delay / _PIECES)
                piece = body[at : at + step]
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


async def carry_out(
    fault: Fault,
    provider: ProviderSandbox,
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
) -> None:
    """Answer one request as the fault says."""
    match fault.answer:
        case answer if answer in ERROR_ANSWERS:
            await _error(fault, provider, send)
        case "bad-gateway":
            await _send(send, 502, "text/html", _HTML)
        case "html":
            await _send(send, 200, "text/html", _HTML)
        case "empty":
            await _send(send, 200, "application/json", b"")
        case "wrong-shape":
            await _send(send, 200, "application/json", b'{"hello":"world"}')
        case "redirect":
            await _send(send, 302, "text/plain", b"", location="https://elsewhere.invalid/")
        case "text":
            await _send(send, fault.status, fault.content_type, fault.body.encode())
        case "reset-before":
            _cut_connection(scope)
        case _:
            await _spoil(fault, app, scope, receive, send)

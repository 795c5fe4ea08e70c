"""A listener on this computer for one redirect of one sign-in (RFC 8252 7.3)."""

import asyncio
import contextlib
import html
import secrets
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

_PATIENCE_SECONDS = 15.0
"""A visitor that says nothing for so long is shown out; browsers like to connect ahead."""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 17px/1.5 system-ui, sans-serif; display: grid; place-items: center;
  min-height: 90vh; margin: 0; }}
main {{ max-width: 26rem; padding: 2rem; text-align: center; }}
h1 {{ font-size: 1.5rem; font-weight: 600; margin: 0 0 .5rem; }}
</style></head>
<body><main><h1>{title}</h1><p>{text}</p></main></body></html>
"""
_DONE = ("Signed in", "You can close this tab and go back to Orderdock.")
_REFUSED = (
    "Not signed in",
    "Access was not granted. You can close this tab; Orderdock says how to go on.",
)
_STRAY = (
    "This page is out of date",
    "It belongs to another sign-in. Close this tab and open the sign-in page from Orderdock again.",
)
_NOTHING = ("Nothing here", "Close this tab and go back to Orderdock.")


class Loopback:
    """Listens on 127.0.0.1, on a port chosen at run time, while the context is open.

    Answers one redirect that carries `state`; all else gets a polite page and changes nothing.
    """

    def __init__(
        self,
        state: str,
        path: str = "/callback",
        *,
        port: int = 0,
        brings: Sequence[str] = ("code",),
        state_needed: bool = True,
    ) -> None:
        """Make one.

        Args:
            state: what comes back with the redirect.
            path: where it comes to.
            port: 0 chooses one; another for providers that know the address beforehand. Entering
                the context raises OSError when it is taken.
            brings: names of which one must come with the redirect, unless an `error` does.
            state_needed: a redirect without any state is a stranger's.
        """
        self._state = state.encode()
        self._path = path
        self._port = port
        self._brings = brings
        self._state_needed = state_needed
        self._server: asyncio.Server | None = None
        self._visitors: set[asyncio.StreamWriter] = set()
        self._redirect: asyncio.Future[str] | None = None
        self.redirect_uri = ""
        """Where the provider shall send the browser; known once the context is open."""

    async def __aenter__(self) -> Self:
        self._redirect = asyncio.get_running_loop().create_future()
        self._server = await asyncio.start_server(
            self._visit, "127.0.0.1", self._port, limit=32_768
        )
        port = self._server.sockets[0].getsockname()[1]
        self.redirect_uri = f"http://127.0.0.1:{port}{self._path}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._redirect is not None:
            self._redirect.cancel()
        if self._server is not None:
            self._server.close()
            for visitor in list(self._visitors):
                visitor.close()

    async def redirect(self) -> str:
        """The address the browser was sent to, once it has seen its answer."""
        if self._redirect is None:
            raise RuntimeError("the listener is not open")
        return await asyncio.shield(self._redirect)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._visitors.add(writer)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                address = await self._answer(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            address = None  # OSError holds TimeoutError and every reset
        finally:
            self._visitors.discard(writer)
            writer.close()
        if address is not None and self._redirect is not None and not self._redirect.done():
            self._redirect.set_result(address)
            if self._server is not None:
                self._server.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> str | None:
        """Answer one request; the whole address when it was the redirect we wait for."""
        top = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, _, rest = top.partition("\r\n")[0].partition(" ")
        target = rest.rpartition(" ")[0]
        parts = urlsplit(target)
        ours = False
        if method != "GET":
            status, page = "405 Method Not Allowed", _NOTHING
        elif parts.path != self._path:
            status, page = "404 Not Found", _NOTHING
        else:
            values = dict(parse_qsl(parts.query))
            brought = any(name in values for name in self._brings)
            ours = self._is_ours(values) and (brought or "error" in values)
            status = "200 OK" if ours else "400 Bad Request"
            page = _STRAY if not ours else _DONE if brought else _REFUSED
        writer.write(_response(status, *page))
        with contextlib.suppress(OSError):
            await writer.drain()
        return f"{self.redirect_uri}?{parts.query}" if ours else None

    def _is_ours(self, values: Mapping[str, str]) -> bool:
        if "state" not in values and not self._state_needed:
            return True
        return secrets.compare_digest(values.get("state", "").encode(), self._state)


def _response(status: str, title: str, text: str) -> bytes:
    body = _PAGE.format(title=html.escape(title), text=html.escape(text)).encode()
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body

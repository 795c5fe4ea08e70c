"""A loopback HTTP server that answers exactly the bytes a test wants, however rude."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Heard:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


Answer = Callable[[Heard, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RudeServer:
    """Answers one request per connection with the next of `answers`; the last one goes on."""

    answers: list[Answer]
    heard: list[Heard] = field(default_factory=list)
    url: str = ""
    open: int = 0
    most_open: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            request = await _read(reader)
            self.heard.append(request)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            await answer(request, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()


@asynccontextmanager
async def rude_server(*answers: Answer) -> AsyncIterator[RudeServer]:
    """Serve `answers` in turn until the block ends."""
    rude = RudeServer(list(answers))
    server = await asyncio.start_server(rude.serve, "127.0.0.1", 0)
    rude.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield rude
    finally:
        server.close()


def says(
    status: int = 200,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    kind: str = "application/json",
) -> Answer:
    """A well-behaved answer; `body` is sent as it is when bytes, else as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
    lines = {"Content-Type": kind, "Content-Length": str(len(raw)), **(headers or {})}
    return sends(head(status, lines) + raw)


def sends(raw: bytes) -> Answer:
    """Exactly these bytes, then the end."""

    async def answer(_: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    return answer


def head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} X\r\nConnection: close\r\n{lines}\r\n".encode()


def drips(gap: float = 0.02) -> Answer:
    """A good start, then a byte now and then, for ever."""

    async def answer(_: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, {"Content-Type": "application/json", "Content-Length": "1000000"}))
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(gap)

    return answer


def hangs_until(event: asyncio.Event, crowded: asyncio.Event, crowd: int) -> Answer:
    """Nothing at all until `event`, then `{}`; sets `crowded` when `crowd` requests have come."""
    came = 0

    async def answer(request: Heard, writer: asyncio.StreamWriter) -> None:
        nonlocal came
        came += 1
        if came >= crowd:
            crowded.set()
        await event.wait()
        await says()(request, writer)

    return answer


def resets() -> Answer:
    """The connection torn down in place of an answer."""

    async def answer(_: Heard, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    return answer


async def _read(reader: asyncio.StreamReader) -> Heard:
    top = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = top[0].split(" ", 2)
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in top[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Heard(method, target, headers, body)

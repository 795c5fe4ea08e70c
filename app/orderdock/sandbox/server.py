"""Serving a sandbox on 127.0.0.1, in the foreground or in a thread."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from orderdock.sandbox.app import build_app
from orderdock.sandbox.world import World

HOST = "127.0.0.1"
_GRACE = 0.3  # seconds


class PortTaken(Exception):
    """Somebody else listens there; the message is a sentence for people."""


def listen(port: int) -> socket.socket:
    """A socket bound to `port` on loopback, 0 for any. Raises `PortTaken`."""
    # The protocol is named because asyncio turns Nagle off only then: else answers take 40 ms.
    plug = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        plug.bind((HOST, port))
        plug.listen(128)
    except OSError as error:
        plug.close()
        raise PortTaken(
            f"Port {port} cannot be used ({error.strerror}). Choose another with --port."
        ) from error
    return plug


def bases(world: World, port: int) -> dict[str, str]:
    """Base URL by provider."""
    return {name: f"http://{HOST}:{port}/{name}" for name in world.providers}


class _Protocol(H11Protocol):
    """Lets a fault reach the connection, to break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its parent
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class SandboxServer(uvicorn.Server):
    """A quiet uvicorn that can be stopped from any thread and says when it is ready."""

    def __init__(self, world: World, on_ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            build_app(world),
            http=_Protocol,
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=75,
        )
        super().__init__(config)
        self._on_ready = on_ready
        self._stopped = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        for name in ("uvicorn", "uvicorn.error"):
            logging.getLogger(name).setLevel(logging.CRITICAL)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._on_ready()

    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks):
            ticks = (ticks + 1) % 864_000
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), 0.1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let answers under way finish for a moment, then drop them: nobody's data is here."""
        for server in self.servers:
            server.close()
        for plug in sockets or []:
            plug.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                # uvicorn has no event for this
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(0.002)
        for task in self.server_state.tasks:
            task.cancel()

    def stop(self) -> None:
        """End soon; from any thread."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._stopped.set)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM end the server only; the process goes on to its own end."""
        try:
            before = {
                number: signal.signal(number, self._on_signal)
                for number in (signal.SIGINT, signal.SIGTERM)
            }
        except ValueError:  # not the main thread: the signals are somebody else's
            yield
            return
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, cast("signal.Handlers", handler))

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

"""Logos of shops for front ends that can show them: small, unsigned, and never worth an error."""

from types import TracebackType
from typing import Self

from orderdock.domain.errors import OrderdockError
from orderdock.http.addresses import split_call_url
from orderdock.http.calls import Call, Expects
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from orderdock.system.clock import Clock

_LARGEST = 512 * 1024
_SECONDS = 15.0
_PACE = Pace(per_second=20, in_flight=4)


class PicturesService:
    """Fetches pictures by their address, without any access and from https (or loopback) only."""

    def __init__(self, clock: Clock, user_agent: str) -> None:
        self._clock = clock
        self._user_agent = user_agent
        self._clients: dict[str, ApiClient] = {}

    async def fetch(self, url: str) -> bytes | None:
        """The bytes at `url`, at most 512 kB; None for whatever goes wrong.

        What kind of picture it is, and whether it is one, is for the front end to judge.
        """
        try:
            base, path = split_call_url(url)
            if base not in self._clients:
                self._clients[base] = ApiClient(
                    base,
                    provider="The shop",
                    pace=_PACE,
                    clock=self._clock,
                    user_agent=self._user_agent,
                    total_seconds=_SECONDS,
                    largest_body=_LARGEST,
                )
            call = Call("GET", path, "a logo", expects=Expects.ANYTHING, authorized=False)
            return (await self._clients[base].send(call)).body
        except OrderdockError:
            return None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for client in self._clients.values():
            await client.aclose()

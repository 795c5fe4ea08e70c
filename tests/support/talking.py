"""A client and a server of a test, talking over loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from orderdock.domain.errors import OrderdockError
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Repeat
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from tests.support.fake_clock import FakeClock
from tests.support.rude_server import Answer, RudeServer, rude_server

READ = Call("GET", "/orders", "the list of orders", repeat=Repeat.SAFELY)
DO = Call("POST", "/connect", "the connection", json={"a": 1})
QUICK = Pace(per_second=1000.0, in_flight=50)


@asynccontextmanager
async def talking(
    *answers: Answer, **more: Any
) -> AsyncIterator[tuple[ApiClient, RudeServer, FakeClock]]:
    clock = FakeClock()
    async with rude_server(*answers) as server:
        settings: dict[str, Any] = {"pace": QUICK, "user_agent": "Orderdock/test", **more}
        async with ApiClient(server.url, provider="Acme", clock=clock, **settings) as client:
            yield client, server, clock


async def refused(client: ApiClient, call: Call = READ) -> OrderdockError:
    with pytest.raises(OrderdockError) as caught:
        await client.send(call)
    return caught.value


class Keys:
    """An authorizer whose key changes with each renewal."""

    def __init__(self, renewals: int = 1) -> None:
        self.number = 1
        self.left = renewals
        self.refused: list[str] = []

    async def sign(self, call: Call) -> Call:
        return call.with_headers(Authorization=Secret(f"Bearer key-{self.number}"))

    async def renew(self, refused: Call) -> bool:
        value = refused.headers["Authorization"]
        assert isinstance(value, Secret)
        self.refused.append(value.reveal())
        if not self.left:
            return False
        self.left -= 1
        self.number += 1
        return True

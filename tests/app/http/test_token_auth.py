import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from orderdock.domain.errors import SignInNeeded, Unreachable
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Repeat
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from orderdock.http.token_auth import (
    TokenAuth,
    Tokens,
    in_header,
    in_query,
    keep_tokens,
    kept_tokens,
)
from orderdock.system.clock import SystemClock
from orderdock.system.latches import Latches
from orderdock.vault.drawers import MemoryDrawer
from tests.support.fake_clock import FakeClock
from tests.support.rude_server import Heard, rude_server, says

READ = Call("GET", "/orders", "orders", repeat=Repeat.SAFELY)


class Provider:
    """Gives fresh tokens, and remembers for which old ones."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.asked: list[str] = []
        self.trouble: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()

    async def renew(self, old: Tokens) -> Tokens:
        self.asked.append(old.refresh.reveal() if old.refresh else "")
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(0)
        if self.trouble:
            raise self.trouble
        number = len(self.asked) + 1
        return Tokens(
            Secret(f"access-{number}"),
            Secret(f"refresh-{number}"),
            self.clock.now() + timedelta(hours=1),
        )


async def signed_in(
    clock: FakeClock, life: timedelta | None = timedelta(hours=1)
) -> tuple[TokenAuth, Provider, MemoryDrawer]:
    drawer, provider = MemoryDrawer(), Provider(clock)
    ends = clock.now() + life if life is not None else None
    await keep_tokens(drawer, Tokens(Secret("access-1"), Secret("refresh-1"), ends))
    auth = TokenAuth(drawer, provider="Acme", clock=clock, renew=provider.renew)
    return auth, provider, drawer


def carried(call: Call) -> str:
    value = call.headers["Authorization"]
    assert isinstance(value, Secret)
    return value.reveal()


async def test_tokens_come_back_as_they_were_kept() -> None:
    drawer, clock = MemoryDrawer(), FakeClock()
    tokens = Tokens(Secret("a"), Secret("r"), clock.now(), timedelta(seconds=90))
    await keep_tokens(drawer, tokens)
    assert await kept_tokens(drawer) == tokens
    await keep_tokens(drawer, Tokens(Secret("b")))
    assert await kept_tokens(drawer) == Tokens(Secret("b"))
    await drawer.put({"expires_at": Secret("soon"), "token_life": Secret("long")})
    assert await kept_tokens(drawer) == Tokens(Secret("b"))


async def test_a_fight_with_another_program_is_given_up() -> None:
    """Each token serves one call, then somebody else's sign-in ends it."""
    auth, provider, _ = await signed_in(FakeClock(), life=None)
    renewed = []
    for _ in range(5):
        refused = await auth.sign(READ)
        renewed.append(await auth.renew(refused))
        if renewed[-1]:
            await auth.sign(READ)
    assert renewed == [True, True, True, False, False]
    assert len(provider.asked) == 3


async def test_tokens_that_serve_some_calls_are_renewed_without_end() -> None:
    auth, provider, _ = await signed_in(FakeClock(), life=None)
    for _ in range(10):
        for _ in range(2):
            await auth.sign(READ)
        assert await auth.renew(await auth.sign(READ))
    assert len(provider.asked) == 10


async def test_many_401s_at_once_renew_once() -> None:
    clock = FakeClock()
    auth, provider, drawer = await signed_in(clock, life=None)
    fresh = "Bearer access-2"

    async def answer(request: Heard, writer: asyncio.StreamWriter) -> None:
        good = request.headers.get("authorization") == fresh
        await says(200 if good else 401, [])(request, writer)

    async with (
        rude_server(answer) as server,
        ApiClient(
            server.url,
            provider="Acme",
            pace=Pace(per_second=1e6, in_flight=20),
            clock=clock,
            user_agent="x",
            authorizer=auth,
        ) as client,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(15):
            group.create_task(client.send(READ))
    assert provider.asked == ["refresh-1"]
    assert await drawer.get("refresh_token") == Secret("refresh-2")


async def test_a_fresh_token_is_on_disk_before_it_is_used() -> None:
    clock = FakeClock()
    auth, _, drawer = await signed_in(clock, life=None)
    call = await auth.sign(READ)
    kept_when_used: list[Secret | None] = []
    assert await auth.renew(call)
    kept_when_used.append(await drawer.get("access_token"))
    assert carried(await auth.sign(READ)) == "Bearer access-2"
    assert kept_when_used == [Secret("access-2")]


async def test_a_token_is_renewed_some_minutes_ahead() -> None:
    clock = FakeClock()
    auth, provider, _ = await signed_in(clock)
    assert carried(await auth.sign(READ)) == "Bearer access-1"
    clock.pass_by(55 * 60)
    assert carried(await auth.sign(READ)) == "Bearer access-2"
    assert len(provider.asked) == 1


async def test_a_short_lived_token_is_not_renewed_while_it_is_young() -> None:
    clock = FakeClock()
    auth, provider, drawer = await signed_in(clock)
    life = timedelta(minutes=2)
    await keep_tokens(drawer, Tokens(Secret("a"), Secret("r"), clock.now() + life, life))
    clock.pass_by(89)
    assert carried(await auth.sign(READ)) == "Bearer a"
    clock.pass_by(1)
    assert carried(await auth.sign(READ)) == "Bearer access-2"
    assert len(provider.asked) == 1


async def test_trouble_ahead_of_time_is_no_trouble_yet() -> None:
    clock = FakeClock()
    auth, provider, _ = await signed_in(clock)
    provider.trouble = Unreachable("no net")
    clock.pass_by(56 * 60)
    assert carried(await auth.sign(READ)) == "Bearer access-1"
    clock.pass_by(10 * 60)
    with pytest.raises(Unreachable):
        await auth.sign(READ)


async def test_a_dead_refresh_token_needs_a_person_and_is_not_tried_again() -> None:
    clock = FakeClock()
    auth, provider, drawer = await signed_in(clock, life=None)
    provider.trouble = SignInNeeded("over")
    call = await auth.sign(READ)
    with pytest.raises(SignInNeeded):
        await auth.renew(call)
    assert not await auth.renew(call)
    assert len(provider.asked) == 1
    assert await drawer.get("refresh_token") is None


async def test_a_token_that_another_program_renewed_is_taken_over() -> None:
    clock = FakeClock()
    auth, provider, drawer = await signed_in(clock, life=None)
    call = await auth.sign(READ)
    await keep_tokens(drawer, Tokens(Secret("access-9"), Secret("refresh-9")))
    assert await auth.renew(call)
    assert carried(await auth.sign(READ)) == "Bearer access-9"
    assert not provider.asked


async def test_a_renewal_under_way_survives_the_cancelling_of_who_asked() -> None:
    clock = FakeClock()
    auth, provider, drawer = await signed_in(clock, life=None)
    provider.gate = asyncio.Event()
    call = await auth.sign(READ)
    task = asyncio.ensure_future(auth.renew(call))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    asyncio.get_running_loop().call_soon(provider.gate.set)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await drawer.get("refresh_token") == Secret("refresh-2")


def programs(
    folder: Path, drawer: MemoryDrawer, provider: Provider, count: int = 2
) -> list[TokenAuth]:
    """Several that share their tokens, each with a hand of its own at the latch."""

    def alone() -> AbstractAsyncContextManager[None]:
        return Latches(folder).named("renew").held(SystemClock())

    return [
        TokenAuth(drawer, provider="Acme", clock=provider.clock, renew=provider.renew, alone=alone)
        for _ in range(count)
    ]


async def test_programs_that_share_a_sign_in_renew_it_once_for_all(tmp_path: Path) -> None:
    _, provider, drawer = await signed_in(FakeClock(), life=None)
    provider.gate = asyncio.Event()
    several = programs(tmp_path, drawer, provider, 3)
    refused = [await auth.sign(READ) for auth in several]
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(auth.renew(call)) for auth, call in zip(several, refused, strict=True)
        ]
        await provider.begun.wait()
        provider.gate.set()
    assert [task.result() for task in tasks] == [True] * 3
    assert provider.asked == ["refresh-1"]
    assert {carried(await auth.sign(READ)) for auth in several} == {"Bearer access-2"}


async def test_a_program_does_not_wait_for_a_renewal_that_it_no_longer_wants(
    tmp_path: Path,
) -> None:
    _, provider, drawer = await signed_in(FakeClock(), life=None)
    provider.gate = asyncio.Event()
    first, second = programs(tmp_path, drawer, provider)
    refused = await second.sign(READ)
    async with asyncio.TaskGroup() as group:
        renewing = group.create_task(first.renew(await first.sign(READ)))
        await provider.begun.wait()
        waiting = group.create_task(second.renew(refused))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert not renewing.done()
        provider.gate.set()
    assert waiting.cancelled()
    assert renewing.result()


async def test_tokens_that_others_renewed_are_no_fight(tmp_path: Path) -> None:
    _, provider, drawer = await signed_in(FakeClock(), life=None)
    first, second = programs(tmp_path, drawer, provider)
    await second.sign(READ)
    for _ in range(6):
        for _ in range(2):
            await first.sign(READ)
        assert await first.renew(await first.sign(READ))
        assert await second.renew(await second.sign(READ))
    assert len(provider.asked) == 6


async def test_no_saved_token_needs_a_sign_in() -> None:
    auth = TokenAuth(MemoryDrawer(), provider="Acme", clock=FakeClock())
    with pytest.raises(SignInNeeded, match="no saved sign-in for Acme"):
        await auth.sign(READ)


async def test_without_a_way_to_renew_a_401_is_the_end() -> None:
    drawer = MemoryDrawer()
    await keep_tokens(drawer, Tokens(Secret("pasted")))
    auth = TokenAuth(drawer, provider="Acme", clock=FakeClock())
    assert not await auth.renew(await auth.sign(READ))


async def test_a_refresh_token_that_does_not_rotate_is_kept() -> None:
    clock = FakeClock()
    drawer = MemoryDrawer()
    await keep_tokens(drawer, Tokens(Secret("a"), Secret("r")))

    async def renew(old: Tokens) -> Tokens:
        return Tokens(Secret("b"))

    auth = TokenAuth(drawer, provider="Acme", clock=clock, renew=renew)
    await auth.renew(await auth.sign(READ))
    assert await kept_tokens(drawer) == Tokens(Secret("b"), Secret("r"))


def test_tokens_travel_as_each_provider_wants_them() -> None:
    assert in_header("access_token", "")(READ, Secret("t")).headers == {"access_token": Secret("t")}
    assert in_query("token")(READ, Secret("t")).query == {"token": Secret("t")}


async def test_a_person_who_is_asked_for_a_token_does_not_hold_up_a_cancel() -> None:
    drawer = MemoryDrawer()
    await keep_tokens(drawer, Tokens(Secret("ended")))
    asked = asyncio.Event()

    async def ask_a_person(old: Tokens) -> Tokens:
        asked.set()
        await asyncio.Event().wait()
        return old

    auth = TokenAuth(
        drawer, provider="Acme", clock=FakeClock(), renew=ask_a_person, ahead=None, by_person=True
    )
    task = asyncio.ensure_future(auth.renew(await auth.sign(READ)))
    await asked.wait()
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=60)
    assert done
    assert task.cancelled()

import asyncio
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from orderdock.domain.errors import (
    NotAllowed,
    NotThere,
    OrderdockError,
    ProviderDown,
    RateLimited,
    Rejected,
    SignInNeeded,
)
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Reply
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from tests.support.fake_clock import FakeClock
from tests.support.rude_server import hangs_until, says
from tests.support.talking import DO, QUICK, READ, Keys, refused, talking


async def test_what_goes_out_is_what_the_call_says() -> None:
    call = Call(
        "POST",
        "/a%20b",
        "it",
        query={"q": "ü &", "token": Secret("s3cret")},
        headers={"X-Tenant": "t"},
        json={"password": Secret("pass"), "list": [Secret("x")]},
    )
    async with talking(says(body={"ok": True})) as (client, server, _):
        reply = await client.send(call)
    assert reply.json() == {"ok": True}
    heard = server.heard[0]
    assert heard.target == "/a%20b?q=%C3%BC+%26&token=s3cret"
    assert heard.json() == {"password": "pass", "list": ["x"]}
    assert heard.headers["x-tenant"] == "t"
    assert heard.headers["user-agent"] == "Orderdock/test"


async def test_forms_are_sent_as_forms() -> None:
    call = Call("POST", "/token", "a token", form={"grant": "x y", "code": Secret("c&d")})
    async with talking(says()) as (client, server, _):
        await client.send(call)
    assert server.heard[0].body == b"grant=x+y&code=c%26d"
    assert server.heard[0].headers["content-type"] == "application/x-www-form-urlencoded"


async def test_no_cookie_is_kept() -> None:
    async with talking(says(headers={"Set-Cookie": "session=abc; Path=/"})) as (client, server, _):
        await client.send(READ)
        await client.send(READ)
    assert "cookie" not in server.heard[1].headers


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (lambda clock: {"Retry-After": "40"}, None),
        (
            lambda clock: {
                "Retry-After": format_datetime(clock.now() + timedelta(seconds=40), usegmt=True)
            },
            None,
        ),
        (lambda clock: {}, {"code": "rate_limited", "message": "m", "details": {"retryAfter": 40}}),
        (lambda clock: {}, {"error": {"code": "x", "details": {"retryAfter": 40}}}),
    ],
    ids=["seconds", "date", "body", "nested body"],
)
async def test_a_wait_that_is_asked_for_is_kept_and_told(
    header: Callable[[FakeClock], dict[str, str]], body: Any
) -> None:
    told: list[tuple[float, str]] = []
    answers = says(429, body, header(FakeClock())), says(body=[1])
    async with talking(*answers, pace_factor=0.01) as (client, _, clock):
        client.waiting = lambda seconds, sentence: told.append((seconds, sentence))
        assert (await client.send(READ)).json() == [1]
        assert clock.monotonic() == pytest.approx(40, abs=0.1)
    assert told == [(40.0, "Acme asks us to wait 40 seconds.")]


async def test_too_long_a_wait_ends_with_the_time_named() -> None:
    async with talking(says(429, headers={"Retry-After": "3600"})) as (client, server, clock):
        error = await refused(client)
        assert isinstance(error, RateLimited)
        assert error.until == clock.now() + timedelta(hours=1)
        assert str(error).startswith("Acme asks us to wait 1 hour, until 09:20:00 UTC.")
        again = await refused(client)
        assert isinstance(again, RateLimited)
        assert len(server.heard) == 1
        assert not [nap for nap in clock.naps if nap > 1]


async def test_a_503_may_ask_for_time_too() -> None:
    answers = says(503, headers={"Retry-After": "7"}), says(body=[])
    async with talking(*answers) as (client, _, clock):
        await client.send(READ)
        assert clock.monotonic() == pytest.approx(7, abs=0.1)
    async with talking(says(503, headers={"Retry-After": "600"})) as (client, _, _clock):
        assert isinstance(await refused(client), RateLimited)


async def test_a_429_without_a_time_rests_as_the_sheet_says() -> None:
    pace = Pace(per_second=1000, rest=60)
    async with talking(says(429), says(body=[]), pace=pace) as (client, _, clock):
        await client.send(READ)
        assert clock.monotonic() == pytest.approx(60, abs=0.1)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 408])
async def test_only_what_may_be_repeated_is_repeated(status: int) -> None:
    async with talking(says(status), says(status), says(body=[])) as (client, server, _):
        await client.send(READ)
        assert len(server.heard) == 3
    async with talking(says(status), says(body=[])) as (client, server, _):
        error = await refused(client, DO)
        assert isinstance(error, (ProviderDown, RateLimited))
        assert len(server.heard) == 1


async def test_our_own_waits_are_shortened_on_loopback() -> None:
    async with talking(says(500), says(body=[]), pace_factor=0.01) as (client, _, clock):
        await client.send(READ)
        assert clock.monotonic() < 0.1
        await client.pause(5)
        assert clock.naps[-1] == pytest.approx(0.05)
    distant = ApiClient(
        "https://a.example",
        provider="A",
        pace=QUICK,
        clock=(clock := FakeClock()),
        user_agent="x",
        pace_factor=0.01,
    )
    await distant.pause(5)
    assert clock.naps == [5]


async def test_requests_keep_their_distance_and_their_number() -> None:
    pace = Pace(per_second=2, in_flight=1)
    async with talking(says(body=[]), pace=pace) as (client, server, clock):
        async with asyncio.TaskGroup() as group:
            for _ in range(5):
                group.create_task(client.send(READ))
        assert 2.0 < clock.monotonic() < 2.1
        assert server.most_open == 1


async def test_the_distance_counts_from_when_a_request_leaves_not_from_when_it_connects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pace = Pace(per_second=1, in_flight=1)
    loop = asyncio.get_running_loop()
    connect = loop.create_connection
    async with talking(says(body=[]), pace=pace) as (client, server, clock):

        async def slowly(*arguments: Any, **more: Any) -> Any:
            clock.pass_by(0.4)
            return await connect(*arguments, **more)

        monkeypatch.setattr(loop, "create_connection", slowly)
        await client.send(READ)
        await client.send(READ)
    assert len(server.heard) == 2
    assert clock.monotonic() >= 1.4


async def test_a_401_renews_once_even_for_what_is_never_repeated() -> None:
    keys = Keys()
    async with talking(says(401), says(body={}), authorizer=keys) as (client, server, _):
        await client.send(DO)
    assert [heard.headers["authorization"] for heard in server.heard] == [
        "Bearer key-1",
        "Bearer key-2",
    ]
    assert keys.refused == ["Bearer key-1"]


async def test_a_401_after_renewing_needs_a_person() -> None:
    async with talking(says(401), authorizer=Keys(renewals=5)) as (client, server, _):
        error = await refused(client)
    assert isinstance(error, SignInNeeded)
    assert len(server.heard) == 2
    async with talking(says(401), authorizer=Keys(renewals=0)) as (client, server, _):
        assert isinstance(await refused(client), SignInNeeded)
        assert len(server.heard) == 1


async def test_a_401_to_a_call_without_access_is_a_refusal() -> None:
    body = {"error": "invalid_grant", "error_description": "Wrong password"}
    call = Call("POST", "/login", "the sign-in", authorized=False)
    async with talking(says(401, body), authorizer=Keys()) as (client, server, _):
        error = await refused(client, call)
    assert isinstance(error, Rejected)
    assert (error.provider_code, error.status) == ("invalid_grant", 401)
    assert "authorization" not in server.heard[0].headers


async def test_an_examined_answer_can_ask_for_new_access() -> None:
    def signed_out(reply: Reply) -> OrderdockError | None:
        return SignInNeeded("out") if b"errors" in reply.body else None

    answers = says(body={"errors": "token"}), says(body={"orders": []})
    async with talking(*answers, authorizer=Keys()) as (client, _, _clock):
        reply = await client.send(READ, examine=signed_out)
    assert reply.json() == {"orders": []}


async def test_the_provider_explains_its_own_errors_first() -> None:
    def explain(reply: Reply) -> OrderdockError | None:
        return NotThere("Known here.") if b"special" in reply.body else None

    async with talking(says(409, {"code": "special"}), explain=explain) as (client, _, _clock):
        assert str(await refused(client)) == "Known here."
    async with talking(says(409, {"code": "other"}), explain=explain) as (client, _, _clock):
        assert isinstance(await refused(client), Rejected)


async def test_403_names_the_missing_permission() -> None:
    body = {"code": "forbidden", "details": {"permission": "orders:read"}}
    async with talking(says(403, body)) as (client, _, _clock):
        error = await refused(client)
    assert isinstance(error, NotAllowed)
    assert "The permission orders:read is missing." in str(error)


async def test_cancelling_under_load_leaves_later_calls_working() -> None:
    go, crowded = asyncio.Event(), asyncio.Event()
    pace = Pace(per_second=1e6, in_flight=20)
    async with talking(hangs_until(go, crowded, 20), pace=pace) as (client, _, _clock):
        tasks = [asyncio.ensure_future(client.send(READ)) for _ in range(60)]
        await crowded.wait()
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        go.set()
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            later = [group.create_task(client.send(READ)) for _ in range(40)]
        assert all(task.result().json() == {} for task in later)

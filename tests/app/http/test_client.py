import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
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
    UnexpectedAnswer,
    Unreachable,
    WrongUsage,
)
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Expects, Repeat, Reply
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from tests.support.fake_clock import FakeClock
from tests.support.rude_server import (
    Answer,
    RudeServer,
    drips,
    hangs_until,
    head,
    resets,
    rude_server,
    says,
    sends,
)

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


async def test_dripping_bytes_end_after_the_total_time() -> None:
    async with talking(drips(), total_seconds=0.3) as (client, _, _clock):
        error = await refused(client, DO)
    assert isinstance(error, Unreachable)
    assert "did not answer within" in str(error)


@pytest.mark.parametrize(
    "broken",
    [
        resets(),
        sends(b""),
        sends(head(200, {"Content-Length": "100", "Content-Type": "application/json"}) + b'{"a":'),
        sends(head(200, {"Content-Type": "application/json"}) + b'{"orders": [{"id": 1}, {"i'),
    ],
    ids=["reset", "closed", "short of its length", "cut off"],
)
async def test_a_broken_answer_is_read_again_and_else_unreachable(broken: Answer) -> None:
    async with talking(broken, says(body={"fine": 1})) as (client, _, clock):
        assert (await client.send(READ)).json() == {"fine": 1}
        assert len([nap for nap in clock.naps if nap > 0.5]) == 1
    async with talking(broken) as (client, server, clock):
        assert isinstance(await refused(client), Unreachable)
        assert len(server.heard) == 5
        assert sum(clock.naps) == pytest.approx(15, rel=0.3)
    async with talking(broken) as (client, server, _):
        assert isinstance(await refused(client, DO), Unreachable)
        assert len(server.heard) == 1


async def test_a_closed_port_is_unreachable() -> None:
    async with rude_server(says()) as server:
        url = server.url
    clock = FakeClock()
    async with ApiClient(url, provider="Acme", pace=QUICK, clock=clock, user_agent="x") as client:
        error = await refused(client)
    assert str(error).startswith("Acme cannot be reached at 127.0.0.1.")


@pytest.mark.parametrize(
    "answer",
    [
        says(body=b"<!DOCTYPE html><html>Sign in to the hotel</html>", kind="text/html"),
        says(body=b"\n<html><body>login</body></html>"),
        says(body=b"[]", kind="text/html; charset=utf-8"),
    ],
    ids=["as html", "in disguise", "by its type"],
)
async def test_a_web_page_is_not_an_answer(answer: Answer) -> None:
    async with talking(answer) as (client, _, _clock):
        error = await refused(client)
        triggered = await refused(client, Call("POST", "/x", "it", expects=Expects.ANYTHING))
    assert isinstance(error, UnexpectedAnswer)
    assert "answered with a web page instead of the list of orders. Nothing was changed" in str(
        error
    )
    assert isinstance(triggered, UnexpectedAnswer)


async def test_nothing_is_not_an_answer_unless_promised() -> None:
    async with talking(says(body=b"")) as (client, _, _clock):
        assert "answered with nothing instead of" in str(await refused(client))
        call = Call("POST", "/mfa", "the code", expects=Expects.ANYTHING)
        assert (await client.send(call)).body == b""


async def test_text_where_json_was_promised_is_not_an_answer() -> None:
    async with talking(says(body=b"Service is fine", kind="text/plain")) as (client, _, _clock):
        assert isinstance(await refused(client), UnexpectedAnswer)
        call = Call("GET", "/csv", "the file", expects=Expects.TEXT)
        assert (await client.send(call)).body == b"Service is fine"


async def test_a_zip_bomb_is_put_down() -> None:
    bomb = gzip.compress(b"[" + b" " * 30_000_000 + b"]")
    assert len(bomb) < 40_000
    answer = says(body=bomb, headers={"Content-Encoding": "gzip"})
    async with talking(answer, largest_body=2_000_000) as (client, _, _clock):
        error = await refused(client)
    assert "answered with more than 2 MB" in str(error)


async def test_a_badly_zipped_answer_is_unexpected() -> None:
    answer = says(body=b"not gzip at all", headers={"Content-Encoding": "gzip"})
    async with talking(answer) as (client, _, _clock):
        assert isinstance(await refused(client), UnexpectedAnswer)
    half = zlib.compress(b"[1, 2, 3]" * 100)[:-20]
    answer = says(body=half, headers={"Content-Encoding": "deflate"})
    async with talking(answer) as (client, _, _clock):
        assert isinstance(await refused(client), (UnexpectedAnswer, Unreachable))


async def test_redirects_are_not_followed_and_no_secret_leaves() -> None:
    async with rude_server(says()) as other:
        answer = says(302, headers={"Location": f"{other.url}/steal"})
        async with talking(answer, authorizer=Keys()) as (client, _, _clock):
            error = await refused(client)
        assert not other.heard
    assert isinstance(error, UnexpectedAnswer)
    assert "another address" in str(error)


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
        assert clock.monotonic() == pytest.approx(2.0)
        assert server.most_open == 1


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


async def test_an_echoed_secret_is_hidden() -> None:
    call = Call("POST", "/login", "the sign-in", json={"password": Secret("hunter two")})
    body = {"code": "bad", "message": "password 'hunter two' is wrong for key-1"}
    async with talking(says(400, body), authorizer=Keys()) as (client, _, _clock):
        error = await refused(client, call)
    assert "hunter two" not in str(error)
    assert "key-1" not in str(error)
    assert "is wrong for" in str(error)


async def test_a_secret_that_cannot_be_sent_is_refused_without_showing_it() -> None:
    for token in ("abc…def", "abc\ndef"):
        call = READ.with_headers(Authorization=Secret(token))
        async with talking(says()) as (client, server, _):
            error = await refused(client, call)
        assert "characters that cannot be sent" in str(error)
        assert "abc" not in str(error)
        assert error.__suppress_context__
        assert not server.heard


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example",
        "ftp://127.0.0.1",
        "https://me:pw@a.example",
        "nonsense",
        "https://a/?b",
    ],
)
def test_addresses_that_would_endanger_access_are_refused(url: str) -> None:
    with pytest.raises(WrongUsage):
        ApiClient(url, provider="A", pace=QUICK, clock=FakeClock(), user_agent="x")


async def test_another_host_never_sees_our_access() -> None:
    async with (
        rude_server(says(body={"access_token": "t"})) as other,
        talking(says(), authorizer=Keys()) as (client, _, _clock),
    ):
        await client.elsewhere(other.url).send(Call("POST", "/token", "a token", form={"a": "b"}))
        assert "authorization" not in other.heard[0].headers


async def test_the_environment_has_no_proxy_for_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_PROXY")
    async with rude_server(says(407)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        async with talking(says(body=[])) as (client, _, _clock):
            await client.send(READ)
        assert not proxy.heard


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

import asyncio
import gzip
import ssl
import zlib
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from orderdock.domain.errors import UnexpectedAnswer, Unreachable, WrongUsage
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Expects
from orderdock.http.client import ApiClient
from orderdock.system.clock import SystemClock
from tests.support.fake_clock import FakeClock
from tests.support.rude_server import (
    Answer,
    Heard,
    RudeServer,
    drips,
    head,
    resets,
    rude_server,
    says,
    sends,
)
from tests.support.talking import DO, QUICK, READ, Keys, refused, talking


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
        says(body=b"Please sign in.", kind="text/html; charset=utf-8"),
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


async def test_json_that_is_called_a_web_page_is_an_answer() -> None:
    async with talking(says(body=b' {"a": []}', kind="text/html; charset=utf-8")) as (client, _, _):
        assert (await client.send(Call("GET", "/x", "it"))).body == b' {"a": []}'


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


async def test_a_provider_that_hangs_is_not_asked_five_times() -> None:
    clock = FakeClock()

    async def long_silence(request: Heard, writer: asyncio.StreamWriter) -> None:
        clock.pass_by(59)
        writer.transport.abort()

    async with rude_server(long_silence) as server:
        client = ApiClient(server.url, provider="A", pace=QUICK, clock=clock, user_agent="x")
        async with client:
            assert isinstance(await refused(client), Unreachable)
        assert len(server.heard) == 1


async def test_a_certificate_nobody_vouches_for_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = self_signed(tmp_path)
    server = RudeServer([says(body=[])])
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context)
    url = f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}"

    def client() -> ApiClient:
        return ApiClient(url, provider="Acme", pace=QUICK, clock=FakeClock(), user_agent="x")

    async with client() as careful:
        error = await refused(careful, DO)
    assert isinstance(error, Unreachable)
    assert "its certificate is not trusted by this computer" in str(error)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    async with client() as trusting:
        assert (await trusting.send(READ)).json() == []
    assert len(server.heard) == 1
    listening.close()


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's TLS for 127.0.0.1; its certificate is left in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = SystemClock().now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "certificate.pem").write_bytes(pem)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "both.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context

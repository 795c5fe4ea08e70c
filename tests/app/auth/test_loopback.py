import asyncio
from urllib.parse import urlsplit

import pytest

from orderdock.auth.loopback import Loopback


async def visit(listener: Loopback, target: str, method: str = "GET") -> tuple[str, str]:
    """(status line, page) as a browser gets them."""
    port = urlsplit(listener.redirect_uri).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    answer = (await reader.read()).decode()
    writer.close()
    head, _, page = answer.partition("\r\n\r\n")
    return head, page


async def test_the_redirect_is_answered_in_plain_words_and_handed_over() -> None:
    async with Loopback("s") as listener:
        assert listener.redirect_uri.startswith("http://127.0.0.1:")
        head, page = await visit(listener, "/callback?code=abc&state=s")
        assert await listener.redirect() == f"{listener.redirect_uri}?code=abc&state=s"
    assert head.startswith("HTTP/1.1 200 OK")
    assert "no-store" in head
    assert "You can close this tab" in page
    assert "abc" not in page


async def test_a_refusal_gets_its_own_page() -> None:
    async with Loopback("s") as listener:
        _, page = await visit(listener, "/callback?error=access_denied&state=s")
        assert "error=access_denied" in await listener.redirect()
    assert "Access was not granted" in page


@pytest.mark.parametrize(
    ("target", "method", "status"),
    [
        ("/favicon.ico", "GET", 404),
        ("/", "GET", 404),
        ("/callback/x?code=a&state=s", "GET", 404),
        ("/callback", "GET", 400),
        ("/callback?code=a&state=other", "GET", 400),
        ("/callback?code=a", "GET", 400),
        ("/callback?state=s", "GET", 400),
        ("/callback?code=a&state=s", "POST", 405),
        ("http://[::1?code=a&state=s", "GET", 0),
        ("/callback?" + "x" * 40_000, "GET", 0),
    ],
)
async def test_strangers_change_nothing(target: str, method: str, status: int) -> None:
    async with Loopback("s") as listener:
        try:
            head, page = await visit(listener, target, method)
        except ConnectionError:
            head = page = ""
        if status:
            assert head.startswith(f"HTTP/1.1 {status} ")
            assert "lose this tab" in page or "Close this tab" in page
        await visit(listener, "/callback?code=mine&state=s")
        assert "code=mine" in await listener.redirect()


async def test_it_answers_once() -> None:
    async with Loopback("s") as listener:
        await visit(listener, "/callback?code=first&state=s")
        await listener.redirect()
        with pytest.raises(ConnectionError):
            await visit(listener, "/callback?code=second&state=s")
        assert "first" in await listener.redirect()


async def test_a_browser_that_connects_ahead_and_says_nothing_does_no_harm() -> None:
    async with Loopback("s") as listener:
        port = urlsplit(listener.redirect_uri).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await visit(listener, "/callback?code=a&state=s")
        await listener.redirect()
    assert await reader.read() == b""
    writer.close()


async def test_leaving_frees_the_port() -> None:
    async with Loopback("s") as listener:
        waiting = asyncio.ensure_future(listener.redirect())
        await asyncio.sleep(0)
        waiting.cancel()
    with pytest.raises(ConnectionError):
        await visit(listener, "/callback?code=a&state=s")
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_provider_may_know_the_address_beforehand_and_send_other_names() -> None:
    async with Loopback("s") as other:
        taken = urlsplit(other.redirect_uri).port or 0
        with pytest.raises(OSError, match="address already in use"):
            async with Loopback("s", port=taken):
                pass
    listener = Loopback(
        "tenant", "/shop/callback", port=taken, brings=("connection_id", "id"), state_needed=False
    )
    async with listener:
        assert listener.redirect_uri == f"http://127.0.0.1:{taken}/shop/callback"
        for stray in ("?code=a&state=tenant", "?id=a&state=other", ""):
            head, _ = await visit(listener, f"/shop/callback{stray}")
            assert " 400 " in head
        head, _ = await visit(listener, "/shop/callback?id=conn_1")
        assert " 200 " in head
        assert (await listener.redirect()).endswith("/shop/callback?id=conn_1")

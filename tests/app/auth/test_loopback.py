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

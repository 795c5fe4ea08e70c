"""One exchange on the wire: a call out, a reply or a trouble back; the only user of httpx2."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from orderdock.domain.errors import OrderdockError, Rejected, UnexpectedAnswer, Unreachable
from orderdock.domain.secret import Secret
from orderdock.http.addresses import is_loopback
from orderdock.http.calls import Call, Reply

if TYPE_CHECKING:
    import httpx2

_TRY_AGAIN = "Check the internet connection, then try again."


class Wire:
    """Keeps the connections to one host; follows no redirect, keeps no cookie."""

    def __init__(
        self,
        base_url: str,
        *,
        provider: str,
        user_agent: str,
        connect_seconds: float,
        total_seconds: float,
        largest_body: int,
    ) -> None:
        self.base_url = base_url
        self._provider = provider
        self._user_agent = user_agent
        self._connect_seconds = connect_seconds
        self._total_seconds = total_seconds
        self._largest_body = largest_body
        self._client: httpx2.AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def exchange(self, call: Call, leaves: Callable[[], None] | None = None) -> Reply:
        """Send `call` once and read its answer to the end, whatever its status.

        `leaves` is told when the request goes out: making a connection first may take a moment. The
        whole takes `total_seconds` at most, however slowly bytes drip. Raises Unreachable,
        UnexpectedAnswer (too large, badly packed) or Rejected (cannot even be sent).
        """
        client = await self.open()
        import httpx2

        try:
            async with asyncio.timeout(self._total_seconds):
                request = self._request(client, call)
                if leaves is not None:
                    request.extensions["trace"] = _on_leaving(leaves)
                reply = await self._read(await client.send(request, stream=True), call)
        except TimeoutError:
            raise self._too_slow(self._total_seconds) from None
        except (UnicodeError, httpx2.InvalidURL, httpx2.LocalProtocolError):
            # Their own texts quote headers, and with them secrets: nothing of them is passed on.
            raise Rejected(
                f"{call.what[:1].upper()}{call.what[1:]} could not be asked for: a value contains "
                "characters that cannot be sent.",
                "Check for stray characters in what was typed or pasted.",
                provider_code="unsendable",
            ) from None
        except httpx2.DecodingError:
            raise UnexpectedAnswer(
                f"{self._provider} answered with unreadable data instead of {call.what}.",
                "Nothing was changed. Try again later.",
            ) from None
        except httpx2.TransportError as trouble:
            raise self._trouble(trouble) from None
        return reply

    async def aclose(self) -> None:
        """Close what is open; another exchange opens anew."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def open(self) -> "httpx2.AsyncClient":
        """Have everything ready for a request; at once when it is."""
        if self._client is None:
            async with self._opening:
                if self._client is None:
                    # The import and the certificate store take time that a window would feel.
                    self._client = await asyncio.to_thread(self._open)
        return self._client

    def _open(self) -> "httpx2.AsyncClient":
        import httpx2

        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=10)
        # Proxies of the environment are heeded, but never for this computer itself: giving a
        # transport of our own keeps them out, while SSL_CERT_FILE still counts. Plain http needs no
        # certificates, and loading them takes a while.
        transport: httpx2.AsyncHTTPTransport | None = None
        if is_loopback(self.base_url):
            encrypted = self.base_url.startswith("https:")
            transport = httpx2.AsyncHTTPTransport(verify=encrypted, limits=limits)
        client = httpx2.AsyncClient(
            transport=transport,
            limits=limits,
            timeout=httpx2.Timeout(self._total_seconds, connect=self._connect_seconds, pool=None),
            follow_redirects=False,
            headers={"User-Agent": self._user_agent, "Accept": "application/json"},
        )
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return client

    def _request(self, client: "httpx2.AsyncClient", call: Call) -> "httpx2.Request":
        if not call.path.startswith("/"):
            raise ValueError("a call's path begins with a slash")
        headers = {name: _plain(value) for name, value in call.headers.items()}
        content: bytes | None = None
        if call.json is not None:
            headers.setdefault("Content-Type", "application/json")
            content = msgspec.json.encode(call.json, enc_hook=_revealed)
        return client.build_request(
            call.method,
            self.base_url + call.path,
            params={k: _plain(v) for k, v in call.query.items()} or None,
            headers=headers,
            content=content,
            data={k: _plain(v) for k, v in call.form.items()} if call.form is not None else None,
        )

    async def _read(self, response: "httpx2.Response", call: Call) -> Reply:
        body = bytearray()
        try:
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > self._largest_body:
                    raise UnexpectedAnswer(
                        f"{self._provider} answered with more than "
                        f"{self._largest_body // 1_000_000} MB instead of {call.what}.",
                        "Nothing was changed. Try again later.",
                    )
        finally:
            await response.aclose()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, bytes(body))

    def _too_slow(self, seconds: float) -> Unreachable:
        return Unreachable(
            f"{self._provider} did not answer within {seconds:.0f} seconds.", "Try again later."
        )

    def _trouble(self, trouble: "httpx2.TransportError") -> OrderdockError:
        import httpx2

        host = urlsplit(self.base_url).hostname or self.base_url
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(trouble)):
            return Unreachable(
                f"The secure connection to {self._provider} ({host}) failed: "
                "its certificate is not trusted by this computer.",
                "Check the address, this computer's clock, and whether the network reads along.",
            )
        if any(isinstance(cause, socket.gaierror) for cause in _causes(trouble)):
            return Unreachable(
                f"{self._provider} cannot be found at {host}.",
                "Check the address of the connection and the internet connection.",
            )
        match trouble:
            case httpx2.ConnectTimeout():
                return self._too_slow(self._connect_seconds)
            case httpx2.TimeoutException():
                return self._too_slow(self._total_seconds)
            case httpx2.ProxyError():
                return Unreachable(
                    f"The proxy on the way to {self._provider} refused the connection.",
                    "Check the proxy settings of this computer.",
                )
            case httpx2.ConnectError():
                return Unreachable(f"{self._provider} cannot be reached at {host}.", _TRY_AGAIN)
        return Unreachable(
            f"The connection to {self._provider} broke off before the answer was complete.",
            f"Nothing was changed. {_TRY_AGAIN}",
        )


def secrets_in(call: Call) -> tuple[str, ...]:
    """The secret texts that `call` carries, to be hidden should the provider echo them."""
    found: set[str] = set()
    _collect([call.query, call.headers, call.form, call.json], found)
    return tuple(sorted((text for text in found if len(text) >= 3), key=len, reverse=True))


def _collect(value: Any, found: set[str]) -> None:
    match value:
        case Secret():
            text = value.reveal()
            found.update({text, text.removeprefix("Bearer ")})
        case Mapping():
            for item in value.values():
                _collect(item, found)
        case list() | tuple():
            for item in value:
                _collect(item, found)


def _plain(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def _revealed(value: Any) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f"cannot send a {type(value).__name__}")


def _on_leaving(tell: Callable[[], None]) -> Callable[[str, Any], Awaitable[None]]:
    async def trace(event: str, _: Any) -> None:
        if event.endswith(".send_request_headers.started"):
            tell()

    return trace


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__

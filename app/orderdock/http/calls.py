"""A request and its answer as plain values: providers and tests never see the HTTP library."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol, TypeVar, overload

import msgspec

from orderdock.domain.secret import Secret

T = TypeVar("T")


class Repeat(StrEnum):
    """Whether an operation may be sent again after trouble: decided per operation, not per verb."""

    SAFELY = "safely"
    NEVER = "never"


class Expects(StrEnum):
    """What a 2xx answer must look like; a web page is never it."""

    JSON = "json"
    TEXT = "text"
    """Something that is not empty: CSV, say."""
    ANYTHING = "anything"
    """An empty body will do: a trigger that only answers "accepted"."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request.

    `what` names it in a person's words ("the list of orders") for errors and logs.
    """

    method: str
    path: str
    """Relative to the connection's base URL, with a leading slash.

    Already percent-encoded where needed.
    """
    what: str
    query: Mapping[str, str | Secret] = field(default_factory=dict)
    headers: Mapping[str, str | Secret] = field(default_factory=dict)
    json: Any = None
    """Body to send as JSON; Secret values inside are revealed at the last moment."""
    form: Mapping[str, str | Secret] | None = None
    repeat: Repeat = Repeat.NEVER
    expects: Expects = Expects.JSON
    authorized: bool = True
    """Carries the connection's access (ApiClient's Authorizer signs it)."""

    def with_headers(self, **headers: str | Secret) -> "Call":
        """The same call with more headers; underscores become hyphens."""
        more = {k.replace("_", "-"): v for k, v in headers.items()}
        return replace(self, headers={**self.headers, **more})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, headers with lower-case names, body bytes (already unzipped)."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @overload
    def json(self) -> Any: ...
    @overload
    def json(self, kind: type[T]) -> T: ...
    def json(self, kind: Any = Any) -> Any:
        """The body decoded (to the msgspec type `kind`).

        Raises UnexpectedAnswer through ApiClient's callers: msgspec.MsgspecError is turned by
        `connector.reading.decode`.
        """
        return msgspec.json.decode(self.body, type=kind, strict=False)


class Authorizer(Protocol):
    """How calls carry a connection's access, and how it is renewed."""

    async def sign(self, call: Call) -> Call:
        """The call with its header or query secret. Raises SignInNeeded when there is none."""
        ...

    async def renew(self, refused: Call) -> bool:
        """After a 401 for `refused`.

        Get fresh access, once whatever the concurrency. False when that is not possible (then the
        client raises SignInNeeded).
        """
        ...

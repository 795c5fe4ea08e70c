"""A status, headers and a body become nothing wrong, or one domain error in plain words: no I/O."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

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
)
from orderdock.http.calls import Expects, Reply
from orderdock.http.patience import asked_wait
from orderdock.system.redaction import harmless

_READ_AT_MOST = 100_000
_MAY_START_JSON = frozenset(b'{["-0123456789tfn')
_CLOSING = {ord("{"): ord("}"), ord("["): ord("]")}


def error_in(reply: Reply, *, provider: str, what: str, now: datetime) -> OrderdockError | None:
    """The general meaning of a status that is not 2xx; None for 2xx."""
    status = reply.status
    if 200 <= status < 300:
        return None
    data = error_body(reply)
    message = _as_sentence(provider_words(data)[1])
    said = f" {provider} says: {message}" if message else ""
    if 300 <= status < 400:
        return UnexpectedAnswer(
            f"{provider} sent us to another address instead of {what}.",
            "Nothing was changed. Check the address of the connection.",
        )
    if status == 401:
        return SignInNeeded(
            f"{provider} no longer accepts the saved sign-in.", "Sign in again to go on."
        )
    if status == 403:
        missing = missing_permission(data)
        named = f" The permission {missing} is missing." if missing else ""
        return NotAllowed(
            f"{provider} does not allow this account {what}.{named or said}",
            "Ask whoever manages the account for that permission, or sign in with another account.",
        )
    if status == 404:
        return NotThere(
            f"{provider} does not have {what}.{said}",
            "Check the address of the connection, or try again later.",
        )
    if status == 429:
        return rate_limited(provider, asked_wait(reply.headers, data, now), now)
    if status >= 500 or status in {408, 425}:
        return ProviderDown(
            f"{provider} has trouble at the moment (status {status}).", "Try again later."
        )
    return rejected(reply, provider=provider, what=what)


def rejected(reply: Reply, *, provider: str, what: str) -> Rejected:
    """A refusal with the provider's own code and words."""
    code, message = provider_words(error_body(reply))
    said = f": {_as_sentence(message)}" if message else f" (status {reply.status})."
    return Rejected(
        f"{provider} refused {what}{said}",
        "Try again later; if it stays, ask the provider.",
        provider_code=code,
        status=reply.status,
    )


def shape_error(
    reply: Reply, *, provider: str, what: str, expects: Expects
) -> OrderdockError | None:
    """What is visibly wrong with a 2xx answer: a web page, nothing at all, something cut off."""
    start = reply.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = reply.headers.get("content-type", "").lower()
    if _is_web_page(kind, start):
        return UnexpectedAnswer(
            f"{provider} answered with a web page instead of {what}.",
            "Nothing was changed. Check the address of the connection, and whether this network "
            "asks for a sign-in of its own, then try again.",
        )
    if expects is Expects.ANYTHING:
        return None
    if not start:
        return UnexpectedAnswer(
            f"{provider} answered with nothing instead of {what}.",
            "Nothing was changed. Try again later.",
        )
    if expects is Expects.TEXT:
        return None
    if start[0] not in _MAY_START_JSON:
        return UnexpectedAnswer(
            f"{provider} answered with something else instead of {what}.",
            "Nothing was changed. Try again later.",
        )
    closing = _CLOSING.get(start[0])
    if closing is not None and reply.body[-64:].rstrip()[-1:] != bytes([closing]):
        return Unreachable(
            f"The answer of {provider} broke off in the middle.",
            "Nothing was changed. Try again.",
        )
    return None


def rate_limited(provider: str, seconds: float | None, now: datetime) -> RateLimited:
    """The sentence for "asks us to wait", naming the time when it is known."""
    if seconds is None:
        return RateLimited(
            f"{provider} asks us to wait before the next request.", "Try again in a few minutes."
        )
    until = now + timedelta(seconds=seconds)
    return RateLimited(
        f"{provider} asks us to wait {duration(seconds)}, until {moment(until, now)}.",
        "Try again after that.",
        retry_after=seconds,
        until=until,
    )


def duration(seconds: float) -> str:
    """A wait in words: "40 seconds", "5 minutes", "2 hours"."""
    for size, word in ((3600, "hour"), (60, "minute")):
        if seconds >= 2 * size or seconds == size:
            number = -(-int(seconds) // size)
            return f"{number} {word}{'' if number == 1 else 's'}"
    number = max(round(seconds), 1)
    return f"{number} second{'' if number == 1 else 's'}"


def moment(until: datetime, now: datetime) -> str:
    """A time of day in UTC, with the date when it is not today."""
    form = "%H:%M:%S UTC" if until.date() == now.date() else "%Y-%m-%d %H:%M:%S UTC"
    return until.strftime(form)


def error_body(reply: Reply) -> Any:
    """An error answer decoded, or None when it is not JSON."""
    try:
        return msgspec.json.decode(reply.body[:_READ_AT_MOST])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def provider_words(data: Any) -> tuple[str, str]:
    """(code, message) from whatever form an error body has; both may be empty.

    Knows `{code, message}`, `{"error": {...}}`, `{"error": "...", "error_description": "..."}`,
    `{"message": ...}` and `errors` as a list or an object. The message is cut and freed of
    whatever looks like a secret.
    """
    code, message = _words(data, depth=0)
    return harmless(code)[:80], harmless(message)


def missing_permission(data: Any) -> str:
    """The permission that a 403 says is missing; empty when it does not say."""
    if not isinstance(data, dict):
        return ""
    for place in (data, data.get("details"), data.get("error")):
        if isinstance(place, dict):
            for key in ("permission", "requiredScope", "required_scope", "scope", "required"):
                value = place.get(key)
                if isinstance(value, list):
                    value = ", ".join(str(v) for v in value)
                if isinstance(value, str) and value.strip():
                    return harmless(value)
    return ""


def _is_web_page(kind: str, start: bytes) -> bool:
    if "html" in kind:  # older servers call all they send by this name
        return not start.startswith((b"{", b"["))
    head = start[:200].lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith(b"<") and b"<html" in start.lower()
    )


def _as_sentence(words: str) -> str:
    """Something may follow: what the provider says often has no full stop."""
    return words if not words or words.endswith((".", "!", "?", "…", ")")) else f"{words}."


def _words(data: Any, depth: int) -> tuple[str, str]:
    if depth > 4:
        return "", ""
    match data:
        case str():
            return "", data
        case int() if not isinstance(data, bool):
            return str(data), ""
        case list():
            texts = [m for _, m in (_words(item, depth + 1) for item in data[:5]) if m]
            codes = [c for c, _ in (_words(item, depth + 1) for item in data[:5]) if c]
            return (codes[0] if codes else ""), "; ".join(texts)
        case dict():
            return _words_of_object(data, depth)
    return "", ""


def _words_of_object(data: dict[Any, Any], depth: int) -> tuple[str, str]:
    error = data.get("error")
    code = _first_text(data, ("code", "error_code", "errorCode", "type"))
    message = _first_text(
        data, ("message", "error_description", "errorMessage", "detail", "title", "description")
    )
    if isinstance(error, str):
        if not code and message and " " not in error:
            code = error
        elif not message:
            message = error
            code = code or (error if " " not in error else "")
    elif error is not None and not isinstance(error, bool):
        inner_code, inner_message = _words(error, depth + 1)
        code, message = inner_code or code, inner_message or message
    if not message and "errors" in data:
        inner_code, message = _words_of_errors(data["errors"], depth)
        code = code or inner_code
    return code, message


def _words_of_errors(errors: Any, depth: int) -> tuple[str, str]:
    if not isinstance(errors, dict) or "message" in errors or "code" in errors:
        return _words(errors, depth + 1)
    return "", "; ".join(f"{field}: {text}" for field, text in _fields(errors, depth) if text)


def _fields(errors: dict[Any, Any], depth: int) -> Iterator[tuple[str, str]]:
    for field, value in list(errors.items())[:5]:
        yield str(field), _words(value, depth + 1)[1]


def _first_text(data: dict[Any, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""

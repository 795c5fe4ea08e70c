"""A token that a person pastes: cleaned, and what it says of itself, unverified."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from orderdock.auth.steps import Answers
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret
from orderdock.http.outcome import duration, moment


def pasted_token(answers: Answers, key: str) -> Secret:
    """The token that was typed into `key`, without what gets copied along. Raises Refused."""
    typed = answers.secret(key).reveal().strip().strip("\"'")
    token = typed.removeprefix("Bearer").strip()
    if not token:
        raise Refused(key, "Paste the token first.")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise Refused(key, "This is no token: it has characters that none has.", "Copy it again.")
    return Secret(token)


def claims_of(token: Secret) -> Mapping[str, Any]:
    """What a JWT says of itself; nothing for any other token.

    Nobody checked its signature: fit for showing and for filling in, not for trusting.
    """
    parts = token.reveal().split(".")
    if len(parts) != 3:
        return {}
    try:
        packed = urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        claims = msgspec.json.decode(packed)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def end_of(claims: Mapping[str, Any]) -> datetime | None:
    """When the token ends by its own word (`exp`), aware UTC."""
    seconds = claims.get("exp")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def life_left(end: datetime | None, now: datetime) -> str:
    """How long a token lasts, as a sentence; empty when nobody knows."""
    if end is None:
        return ""
    if end <= now:
        return f"By its own word the token ended at {moment(end, now)}."
    return f"The token lasts {duration((end - now).total_seconds())} more, to {moment(end, now)}."

"""How long to wait before trying again, and when to stop: pure."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

LONGEST_ASKED = 120.0
"""A longer wait that a provider asks for ends the call with the time named (outside contract)."""
LONGEST_IN_ALL = 300.0
"""All waits of one call together."""
LONGEST_IN_VAIN = 50.0
"""After so many seconds on the wire for nothing a call is not tried again: who hangs goes on so."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Doubling waits with jitter: about 1, 2, 4, 8 seconds, then it gives up."""

    tries: int = 5
    first: float = 1.0
    longest: float = 30.0

    def back_off(self, tried: int, chance: float) -> float:
        """Seconds to wait after `tried` tries; `chance` is a random number from 0 to 1.

        Between 75 and 125 % of the plain doubling, so that many clients do not come back at once.
        """
        plain = min(self.first * 2.0 ** (tried - 1), self.longest)
        return plain * (0.75 + 0.5 * chance)


def chance() -> float:
    """A random number from 0 to 1 for `back_off`."""
    return random.random()  # noqa: S311 - spreads load, guards nothing


def asked_wait(headers: Mapping[str, str], data: Any, now: datetime) -> float | None:
    """Seconds that an answer asks us to wait; None when it does not say.

    Reads Retry-After (seconds or an HTTP date, header names in lower case), then
    `details.retryAfter` and its likes in the decoded error body (Stackline sheet 7.2).
    """
    stated = _from_header(headers.get("retry-after", ""), now)
    return stated if stated is not None else _from_body(data)


def _from_header(text: str, now: datetime) -> float | None:
    text = text.strip()
    if not text:
        return None
    seconds = seconds_in(text)
    if seconds is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


def _from_body(data: Any) -> float | None:
    if not isinstance(data, dict):
        return None
    for place in (data.get("details"), data.get("error"), data):
        if not isinstance(place, dict):
            continue
        for key in ("retryAfter", "retry_after", "retryAfterSeconds"):
            seconds = seconds_in(place.get(key))
            if seconds is not None:
                return seconds
        inner = place.get("details")
        if place is not data and isinstance(inner, dict):
            seconds = seconds_in(inner.get("retryAfter"))
            if seconds is not None:
                return seconds
    return None


def seconds_in(value: Any) -> float | None:
    """A span as a provider writes it, as number or text; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds < 10**9 else None

"""What Stackline and its retailers complain about, in plain words (sheet 7.2)."""

import re
from enum import Enum

from orderdock.domain.errors import (
    OrderdockError,
    ProviderDown,
    Refused,
    Rejected,
    SignInNeeded,
    Unreachable,
)
from orderdock.http import outcome
from orderdock.http.calls import Reply
from orderdock.system.redaction import harmless

STALE_STAMP = "stale_stamp"
_ABOUT_THE_STAMP = re.compile(r"totp|stamp|token.*(expired|invalid|used)|(expired|invalid).*token")


class Trouble(Enum):
    """What went wrong at a retailer, as far as it changes what to do next."""

    PASSWORD = "password"  # noqa: S105 - a kind of trouble
    TOO_MANY = "too_many"
    DOWN = "down"
    SLOW = "slow"
    LATE_CODE = "late_code"
    WRONG_CODES = "wrong_codes"
    SIGNED_OUT = "signed_out"
    OTHER = "other"


_CODES = {
    "invalid_credentials": Trouble.PASSWORD,
    "too_many_attempts": Trouble.TOO_MANY,
    "retailer_unavailable": Trouble.DOWN,
    "service_unavailable": Trouble.DOWN,
    "connection_timeout": Trouble.SLOW,
    "timed_out": Trouble.SLOW,
    "session_expired": Trouble.SIGNED_OUT,
}
_WORDS = (
    (Trouble.TOO_MANY, re.compile(r"too many|locked|attempts")),
    (Trouble.LATE_CODE, re.compile(r"(code|otp|mfa).*(late|expired|in time)|mfa_expired")),
    (Trouble.WRONG_CODES, re.compile(r"(?<![a-z])(mfa|otp|code)")),
    (Trouble.PASSWORD, re.compile(r"credential|password|user ?name|log.?in failed")),
    (Trouble.SLOW, re.compile(r"time.?out|timed out|in time")),
    (Trouble.DOWN, re.compile(r"unavailable|down|maintenance|unreachable")),
    (Trouble.SIGNED_OUT, re.compile(r"session.*(expired|ended)")),
)
OF_RETAILERS = frozenset(_CODES) - {"service_unavailable", "timed_out"}


def explain(reply: Reply) -> OrderdockError | None:
    """Stackline's own error bodies that mean something else than their status."""
    code, message = outcome.provider_words(outcome.error_body(reply))
    code = code.lower()
    if code in OF_RETAILERS and not (code == "session_expired" and reply.status == 401):
        return Rejected(
            f"Stackline says: {message or code}", provider_code=code, status=reply.status
        )
    if reply.status in {400, 409, 410, 422} and _ABOUT_THE_STAMP.search(
        f"{code} {message}".lower()
    ):
        return Rejected(
            f"Stackline says: {message or code}", provider_code=STALE_STAMP, status=reply.status
        )
    return None


def kind_of(code: str, says: str, *, timed_out: bool = False, code_asked: bool = False) -> Trouble:
    """What a retailer's failure is, from its code, else from its words, else from what happened."""
    if timed_out and code_asked:
        return Trouble.LATE_CODE
    if code in _CODES:
        return _CODES[code]
    said = f"{code} {says}".lower()
    for kind, pattern in _WORDS:
        if pattern.search(said):
            return kind
    if timed_out:
        return Trouble.SLOW
    return Trouble.WRONG_CODES if code_asked else Trouble.OTHER


def in_words(kind: Trouble, name: str, says: str = "", *, wait_minutes: int = 5) -> OrderdockError:
    """The sentence for a retailer's failure; `says` is the provider's own."""
    said = f": {harmless(says).rstrip('.')}" if says else ""
    match kind:
        case Trouble.PASSWORD:
            return Refused(
                "password",
                f"{name} did not accept this user name or password.",
                f"Type it again, or check it at {name}.",
            )
        case Trouble.TOO_MANY:
            return Rejected(
                f"{name} saw too many attempts that failed.",
                f"Wait {wait_minutes} minutes, then try again.",
                provider_code="too_many_attempts",
            )
        case Trouble.DOWN:
            return ProviderDown(
                f"{name} cannot be reached by Stackline right now.", "Try again later."
            )
        case Trouble.SLOW:
            return Unreachable(f"{name} did not answer Stackline in time.", "Try again later.")
        case Trouble.LATE_CODE:
            return Rejected(
                f"The code for {name} came too late.",
                "Start again to get a new one.",
                provider_code="mfa_expired",
            )
        case Trouble.WRONG_CODES:
            return Rejected(
                f"{name} did not accept the code.",
                "Start again to get a new one.",
                provider_code="mfa_failed",
            )
        case Trouble.SIGNED_OUT:
            return signed_out(name)
        case Trouble.OTHER:
            return Rejected(
                f"Stackline could not sign in at {name}{said}.",
                "Try again.",
                provider_code="sync_failed",
            )


def in_sync(kind: Trouble, name: str, says: str = "") -> OrderdockError:
    """The same for a sync that runs with a saved sign-in."""
    return signed_out(name) if kind is Trouble.PASSWORD else in_words(kind, name, says)


def signed_out(name: str) -> SignInNeeded:
    """The retailer wants its person again."""
    return SignInNeeded(f"{name} needs a new sign-in.", f"Repair {name} by signing in there again.")

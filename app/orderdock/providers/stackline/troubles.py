"""What Stackline and its retailers complain about, by its own codes (sheet 7.2)."""

import re

from orderdock.connector.troubles import Trouble
from orderdock.domain.errors import OrderdockError, Rejected
from orderdock.http import outcome
from orderdock.http.calls import Reply
from orderdock.providers.stackline.card import CARD

STALE_STAMP = "stale_stamp"
_ABOUT_THE_STAMP = re.compile(r"totp|stamp|token.*(expired|invalid|used)|(expired|invalid).*token")
CODES = {
    "invalid_credentials": Trouble.PASSWORD,
    "too_many_attempts": Trouble.TOO_MANY,
    "retailer_unavailable": Trouble.DOWN,
    "service_unavailable": Trouble.DOWN,
    "connection_timeout": Trouble.SLOW,
    "timed_out": Trouble.SLOW,
    "session_expired": Trouble.SIGNED_OUT,
}
OF_RETAILERS = frozenset(CODES) - {"service_unavailable", "timed_out"}
"""What an answer may say of a retailer, whatever its status."""


def explain(reply: Reply) -> OrderdockError | None:
    """Stackline's own error bodies that mean something else than their status."""
    code, message = outcome.provider_words(outcome.error_body(reply))
    code = code.lower()
    if code in OF_RETAILERS and not (code == "session_expired" and reply.status == 401):
        means = code
    elif reply.status in {400, 409, 410, 422} and _ABOUT_THE_STAMP.search(
        f"{code} {message}".lower()
    ):
        means = STALE_STAMP
    else:
        return None
    return Rejected(
        f"{CARD.name} says: {message or code}", provider_code=means, status=reply.status
    )

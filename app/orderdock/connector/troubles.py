"""What may go wrong with a link that a provider signs in to for a person, in plain words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial

from orderdock.domain.errors import (
    OrderdockError,
    ProviderDown,
    Refused,
    Rejected,
    SignInNeeded,
    Unreachable,
)
from orderdock.system.redaction import harmless


class Trouble(Enum):
    """What went wrong with a link, as far as it changes what to do next."""

    PASSWORD = "password"  # noqa: S105 - a kind of trouble
    TOO_MANY = "too_many"
    DOWN = "down"
    SLOW = "slow"
    LATE_CODE = "late_code"
    WRONG_CODES = "wrong_codes"
    SIGNED_OUT = "signed_out"
    OTHER = "other"


_WORDS = (
    (Trouble.TOO_MANY, re.compile(r"too many|locked|attempts")),
    (Trouble.LATE_CODE, re.compile(r"(code|otp|mfa).*(late|expired|in time)|mfa_expired")),
    (Trouble.WRONG_CODES, re.compile(r"(?<![a-z])(mfa|otp|code)")),
    (Trouble.PASSWORD, re.compile(r"credential|password|user ?name|log.?in failed")),
    (Trouble.SLOW, re.compile(r"time.?out|timed out|in time")),
    (Trouble.DOWN, re.compile(r"unavailable|down|maintenance|unreachable")),
    (Trouble.SIGNED_OUT, re.compile(r"session.*(expired|ended)")),
)
_SENTENCES: Mapping[Trouble, tuple[Callable[[str, str], OrderdockError], str, str]] = {
    Trouble.PASSWORD: (
        partial(Refused, "password"),
        "{name} did not accept this user name or password.",
        "Type it again, or check it at {name}.",
    ),
    Trouble.TOO_MANY: (
        Rejected,
        "{name} saw too many attempts that failed.",
        "Wait {minutes} minutes, then try again.",
    ),
    Trouble.DOWN: (
        ProviderDown,
        "{name} cannot be reached by {provider} right now.",
        "Try again later.",
    ),
    Trouble.SLOW: (Unreachable, "{name} did not answer {provider} in time.", "Try again later."),
    Trouble.LATE_CODE: (
        Rejected,
        "The code for {name} came too late.",
        "Start again to get a new one.",
    ),
    Trouble.WRONG_CODES: (
        Rejected,
        "{name} did not accept the code.",
        "Start again to get a new one.",
    ),
    Trouble.SIGNED_OUT: (
        SignInNeeded,
        "{name} needs a new sign-in.",
        "Repair {name} by signing in there again.",
    ),
    Trouble.OTHER: (Rejected, "{provider} could not sign in at {name}{said}.", "Try again."),
}


@dataclass(frozen=True, slots=True)
class Complaints:
    """How one provider says what is wrong with its links."""

    provider: str
    """Its name in sentences."""
    codes: Mapping[str, Trouble]
    """The codes that it documents."""
    minutes: int = 5
    """How long to wait after too many attempts."""

    def kind(
        self, code: str, says: str, *, timed_out: bool = False, code_asked: bool = False
    ) -> Trouble:
        """What a failure is, from its code, else from its words, else from what happened."""
        if timed_out and code_asked:
            return Trouble.LATE_CODE
        if code in self.codes:
            return self.codes[code]
        said = f"{code} {says}".lower()
        for kind, pattern in _WORDS:
            if pattern.search(said):
                return kind
        if timed_out:
            return Trouble.SLOW
        return Trouble.WRONG_CODES if code_asked else Trouble.OTHER

    def error(self, kind: Trouble, name: str, says: str = "") -> OrderdockError:
        """The sentence for a link of that name; `says` is the provider's own."""
        make, says_so, next_step = _SENTENCES[kind]
        words = {
            "name": name,
            "provider": self.provider,
            "minutes": self.minutes,
            "said": f": {harmless(says).rstrip('.')}" if says else "",
        }
        return make(says_so.format_map(words), next_step.format_map(words))

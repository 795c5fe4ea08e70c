"""How a retailer's sync goes on with time: from queued to one of its ends (sheet 5.2, 5.3).

Nothing runs in the background. Whenever somebody looks, the stages that have passed since the last
look are gone through, so a restart or a skipped hour needs no care.
"""

from __future__ import annotations

import secrets

from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.retailers import SYNCS_UNTIL_EXPIRY, Retailer, Temper
from orderdock.sandbox.stackline.state import Connection, MfaRequest, RetailerSync

_TIMES_OUT_AFTER = 8  # times the usual time for connecting
_LATE = "The code came too late. Start again to get a new one."

TEMPER_ENDS: dict[Temper, tuple[str, str]] = {
    "down": ("retailer_unavailable", "{name} cannot be reached right now. Try again later."),
}
WRONG_PASSWORD = ("invalid_credentials", "{name} did not accept the user name or password.")
EXPIRED = ("session_expired", "{name} has ended the session. Connect it again.")
TOO_MANY_CODES = ("too_many_attempts", "The code was wrong three times. Start again.")
TOO_LATE = ("mfa_expired", _LATE)
TIMED_OUT = ("connection_timeout", "{name} did not answer in time.")
IGNORED = ("connection_timeout", "No code was entered in time.")


class Course:
    """Moves one `RetailerSync` of one connection up to a moment."""

    def __init__(
        self,
        sync: RetailerSync,
        connection: Connection,
        retailer: Retailer,
        temper: Temper,
        manners: Manners,
        speed: float,
    ) -> None:
        self.sync = sync
        self.connection = connection
        self.retailer = retailer
        self.temper = temper
        self._manners = manners
        self._speed = speed

    def go_on(self, now: float) -> None:
        """Pass every stage whose time is over at `now`."""
        while not self.sync.final:
            ends = self.sync.entered_at + self._patience()
            if ends > now:
                return
            self._pass(ends)

    def _patience(self) -> float:
        """Seconds that the present stage lasts."""
        if self.sync.stage == "userintervention":
            return self._manners.mfa_patience
        seconds: float = getattr(self._manners, self.sync.stage)
        if self.sync.stage == "connecting" and self.temper == "times-out":
            seconds *= _TIMES_OUT_AFTER
        return seconds / self._speed

    def _pass(self, at: float) -> None:
        match self.sync.stage:
            case "queued":
                self._enter("connecting", at)
            case "connecting":
                self._connected(at)
            case "userintervention":
                self._fail(IGNORED, at, stage="timed_out")
            case "scanning":
                self._enter("processing", at)
            case _:
                self._complete(at)

    def _enter(self, stage: str, at: float) -> None:
        self.sync.stage = stage
        self.sync.entered_at = at

    def _connected(self, at: float) -> None:
        """What the retailer says once it has been reached."""
        if self.temper == "times-out":
            self._fail(TIMED_OUT, at, stage="timed_out")
        elif self.temper in TEMPER_ENDS:
            self._fail(TEMPER_ENDS[self.temper], at)
        elif self.temper == "code-each-time" and not self.sync.mfa_passed and self._let_in():
            self.ask(at)
        elif self.sync.purpose == "sync":
            worn_out = self.temper == "expires" and self.connection.syncs >= SYNCS_UNTIL_EXPIRY
            if worn_out:
                self._fail(EXPIRED, at)
            else:
                self._enter("scanning", at)
        elif not self.sync.password_right:
            self.connection.refused_at = [*self.connection.refused_at, at]
            self._fail(WRONG_PASSWORD, at)
        elif self.temper in ("choose", "code", "late") and not self.sync.mfa_passed:
            self.ask(at)
        else:
            self._enter("scanning", at)

    def _let_in(self) -> bool:
        """A wrong password is refused before any code is asked for."""
        return self.sync.purpose == "sync" or self.sync.password_right

    def _fail(self, why: tuple[str, str], at: float, stage: str = "error") -> None:
        self.sync.error_code = why[0]
        self.sync.error = why[1].format(name=self.retailer.name)
        if self.sync.purpose != "sync" or why is EXPIRED:
            self.connection.status = "invalid"
        self._enter(stage, at)

    def _complete(self, at: float) -> None:
        self.connection.status = "valid"
        self.connection.last_sync_at = at
        self.connection.refused_at = []
        self.connection.syncs = self.connection.syncs + 1 if self.sync.purpose == "sync" else 0
        self._enter("completed", at)

    # the second factor

    def ask(self, at: float) -> None:
        """The first question: how to send the code, or straight for the code."""
        self._enter("userintervention", at)
        if self.temper == "choose":
            self._request("choose", at, "Choose how to receive your code", self.retailer.options)
        else:
            self._request("enter", at, f"{self.retailer.name} has sent you a code by text message")

    def _request(
        self,
        kind: str,
        at: float,
        message: str,
        options: tuple[str, ...] = (),
        req_id: str | None = None,
    ) -> None:
        req_id = req_id or f"mfa-{secrets.token_hex(6)}"
        self.sync.requests.append(MfaRequest(req_id, kind, at, message, list(options)))

    def pending(self) -> MfaRequest | None:
        """The question that waits now."""
        waits = self.sync.stage == "userintervention" and self.sync.requests
        return self.sync.requests[-1] if waits else None

    def chosen(self, option: str, now: float) -> None:
        pending = self.pending()
        same = pending.req_id if pending and self._manners.same_request_id else None
        self.sync.entered_at = now
        words = f"{self.retailer.name} has sent you a code ({option})"
        self._request("enter", now, words, req_id=same)

    def entered(self, code: str, now: float) -> None:
        if self.temper == "late":
            self._fail(TOO_LATE, now)
        elif code == self._manners.mfa_code:
            self.sync.mfa_passed = True
            self._enter("connecting", now)
        else:
            self._wrong(now)

    def _wrong(self, now: float) -> None:
        self.sync.wrong_codes += 1
        left = 3 - self.sync.wrong_codes
        if left <= 0:
            self._fail(TOO_MANY_CODES, now)
            return
        self.sync.entered_at = now
        tries = "1 try" if left == 1 else f"{left} tries"
        self._request("enter", now, f"That code was not right. {tries} left.")

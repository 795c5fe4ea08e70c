"""The one-time token that credentials are encrypted with (sheet 2.14 and 4)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

import msgspec

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stackline.ciphers import OPENERS
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.state import StacklineState, Stamp


class _Credentials(msgspec.Struct, forbid_unknown_fields=False):
    username: str
    password: str


class Totp:
    """Tokens by stamp: nothing but the stamp is kept, the token is computed again from it."""

    def __init__(self, state: StacklineState, clock: SandboxClock, manners: Manners) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners

    def issue(self, phone: str) -> dict[str, Any]:
        now = self._clock.now()
        stamp = str(int(now * 1000))
        while stamp in self._state.stamps:
            stamp = str(int(stamp) + 1)
        salt = secrets.token_hex(8)
        self._state.stamps[stamp] = Stamp(phone, salt, now)
        token = self._token(stamp, salt)
        if self._manners.stamp_as_number:
            whole = int(token) if token.isdecimal() and token[0] != "0" else token
            return {"token": whole, "currentStamp": int(stamp)}
        return {"token": token, "currentStamp": stamp}

    def _token(self, stamp: str, salt: str) -> str:
        mark = hmac.new(
            self._state.secret.encode(), f"{stamp}.{salt}".encode(), hashlib.sha256
        ).hexdigest()
        if self._manners.cipher == "d":  # the token is itself the key
            return mark
        return f"{int(mark, 16) % 1_000_000:06d}"

    def open(self, phone: str, stamp: str, sealed: str) -> _Credentials:
        """The credentials inside `connectionInfo`. A stamp is worth one try, come what may."""
        held = self._state.stamps.get(stamp)
        if held is None or held.phone != phone:
            raise Refusal(400, "totp_invalid", "This currentStamp was never given out.")
        if held.used:
            raise Refusal(400, "totp_invalid", "This currentStamp was used before.")
        held.used = True
        if self._clock.now() - held.issued_at > self._manners.totp_life:
            raise Refusal(400, "totp_expired", "This currentStamp is too old. Get a new token.")
        try:
            plain = OPENERS[self._manners.cipher](sealed, self._token(stamp, held.token_key))
            credentials = msgspec.json.decode(plain, type=_Credentials)
        except (ValueError, msgspec.DecodeError) as error:
            raise Refusal(
                400,
                "validation_error",
                "connectionInfo could not be decrypted.",
                details={"field": "connectionInfo"},
            ) from error
        if not credentials.username or not credentials.password:
            raise Refusal(
                400,
                "validation_error",
                "connectionInfo holds no username or no password.",
                details={"field": "connectionInfo"},
            )
        return credentials

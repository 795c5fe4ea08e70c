"""One go at signing in to a retailer: encrypt, send, follow what comes of it (sheet 2.4, 4, 5)."""

from contextlib import suppress
from dataclasses import dataclass, replace

from orderdock.connector.asking import Asking
from orderdock.connector.contract import Desk, Progress
from orderdock.domain.errors import NotThere, OrderdockError, Refused, Rejected
from orderdock.domain.secret import Secret
from orderdock.providers.stackline import cipher, troubles
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.following import Ended, Following
from orderdock.providers.stackline.retailers import INVALID, VALID, Retailer
from orderdock.providers.stackline.session import Session
from orderdock.providers.stackline.troubles import STALE_STAMP, Trouble

_BLOCKED = "blocked_until."
"""Setting: until when (seconds since 1970 UTC) a retailer must be left alone."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a person types for a retailer; the password is gone after the request."""

    username: str
    password: Secret
    cipher: str


class RetailerFailed(Exception):
    """The retailer could not be connected."""

    def __init__(self, trouble: Trouble, error: OrderdockError) -> None:
        super().__init__()
        self.trouble = trouble
        self.error = error


async def attempt(desk: Desk, retailer: Retailer, credentials: Credentials) -> None:
    """Send the credentials once and follow what comes of it. Raises Refused or RetailerFailed."""
    if not credentials.username:
        raise Refused("username", "Type the e-mail or user name you use there.")
    if not credentials.password:
        raise Refused("password", "Type the password you use there.")
    try:
        session = await _start(desk, retailer, credentials)
    except Rejected as refusal:
        raise _rejection(desk, retailer, refusal) from None
    ended = await _follow(desk, session, retailer)
    if ended.uncovered or (ended.error is None and not session.id):
        ended = await _by_status(desk, retailer, ended)
    if ended.error is not None:
        if ended.trouble is None:
            raise ended.error
        raise RetailerFailed(ended.trouble, ended.error)


async def _start(desk: Desk, retailer: Retailer, credentials: Credentials) -> Session:
    """Start the sign-in at a retailer; one more try with a fresh token when that was too old."""
    try:
        return await _send(desk, retailer, credentials)
    except Rejected as refusal:
        if refusal.provider_code != STALE_STAMP:
            raise
    except NotThere:
        if retailer.status != INVALID:
            raise
        retailer = replace(retailer, status="")  # nothing to repair is there: connect it
    return await _send(desk, retailer, credentials)


async def _send(desk: Desk, retailer: Retailer, credentials: Credentials) -> Session:
    """Fetch a one-time token, encrypt under it, send at once (sheet 4.3)."""
    api = StacklineApi(desk)
    desk.dialogue.tell(
        "encrypting", "Encrypting the sign-in on this computer.", about=retailer.name
    )
    totp = await api.totp()
    sealed = await desk.work(_seal, credentials, totp.token)
    desk.dialogue.tell("sending", "Sending it to Stackline.", about=retailer.name)
    mends = retailer.status == INVALID
    body = {
        "retailerId": int(retailer.id) if retailer.id.isdecimal() else retailer.id,
        "connectionInfo": sealed,
        "currentStamp": totp.stamp,
        "mode": "FIX" if mends else "CONNECT",
    }
    return await api.start("fix" if mends else "connect", json=body, id=retailer.id)


def _seal(credentials: Credentials, token: Secret) -> Secret:
    return cipher.seal(credentials.cipher, token, credentials.username, credentials.password)


async def _follow(desk: Desk, session: Session, retailer: Retailer) -> Ended:
    names = {retailer.id: retailer.name}
    async with Asking() as asking:
        following = Following(desk, asking, session, names)
        while True:
            for news in await following.look():
                if isinstance(news, Progress):
                    desk.dialogue.tell(
                        news.stage, f"{news.message}.", about=retailer.name, done=news.done
                    )
                else:
                    return news
            await following.rest()


async def _by_status(desk: Desk, retailer: Retailer, ended: Ended) -> Ended:
    """Where the session did not tell, the connection's own status does."""
    connected = await StacklineApi(desk).connected()
    status = next((known.status for known in connected if known.id == retailer.id), "")
    if status == VALID:
        return Ended(retailer.id)
    if status == INVALID:
        return Ended(
            retailer.id, troubles.in_words(Trouble.PASSWORD, retailer.name), Trouble.PASSWORD
        )
    return ended


def _rejection(desk: Desk, retailer: Retailer, refusal: Rejected) -> Exception:
    """A refusal of the very request: of the retailer's kind, or one that is nobody's to mend."""
    if refusal.provider_code not in troubles.OF_RETAILERS:
        return refusal
    kind = troubles.kind_of(refusal.provider_code, refusal.says)
    minutes = int(desk.assumptions.number("too_many_attempts_minutes"))
    if kind is Trouble.TOO_MANY:
        until = desk.clock.now().timestamp() + minutes * 60
        desk.settings[_BLOCKED + retailer.id] = str(int(until))
    return failure(kind, retailer.name, minutes=minutes)


def failure(kind: Trouble, name: str, *, minutes: int) -> RetailerFailed:
    """A failure that is known before or without a session."""
    return RetailerFailed(kind, troubles.in_words(kind, name, wait_minutes=minutes))


def blocked_minutes(desk: Desk, retailer: str) -> int:
    """Minutes for which a retailer must be left alone after too many attempts (sheet 7.2)."""
    with suppress(ValueError):
        until = int(desk.settings.get(_BLOCKED + retailer, "0"))
        left = until - int(desk.clock.now().timestamp())
        if left > 0:
            return -(-left // 60)
    desk.settings.pop(_BLOCKED + retailer, None)
    return 0

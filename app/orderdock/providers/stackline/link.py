"""Connecting a retailer under a Stackline account, and repairing one (sheet 2.4, 4, 5)."""

from contextlib import suppress
from dataclasses import dataclass, replace

from orderdock.auth.steps import Choice, Field, FieldKind, Form, Option, WentBack
from orderdock.connector.asking import Asking
from orderdock.connector.contract import Desk, Link, Progress
from orderdock.domain.errors import NotThere, OrderdockError, Refused, Rejected
from orderdock.domain.secret import Secret
from orderdock.providers.stackline import cipher, troubles
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.following import Ended, Following
from orderdock.providers.stackline.retailers import INVALID, VALID, Retailer
from orderdock.providers.stackline.session import Session
from orderdock.providers.stackline.troubles import STALE_STAMP, Trouble

REASSURANCE = "Encrypted on this computer before it is sent. Orderdock does not keep your password."
_BLOCKED = "blocked_until."
"""Setting: until when (seconds since 1970 UTC) a retailer must be left alone."""


@dataclass(frozen=True, slots=True)
class _Credentials:
    username: str
    password: Secret
    cipher: str


class _Failed(Exception):
    """The retailer could not be connected."""

    def __init__(self, trouble: Trouble, error: OrderdockError) -> None:
        super().__init__()
        self.trouble = trouble
        self.error = error


async def link(desk: Desk, broken: Link | None) -> Link:
    """Connect a retailer of the person's choice, or repair `broken`; returns when it is connected.

    A trouble leads back to where it can be mended: a refused password to the same form, a retailer
    that is down to the choice. Repairing has no choice, so there it is raised.
    """
    if broken is not None:
        try:
            return await _connect(desk, Retailer(broken.id, broken.name, status=INVALID))
        except _Failed as failed:
            raise failed.error from None
    api = StacklineApi(desk)
    complaint: tuple[str, str] | None = None
    while True:
        retailer = await _choose(desk, api, complaint)
        try:
            return await _connect(desk, retailer, can_go_back=True)
        except WentBack:
            complaint = None
        except _Failed as failed:
            complaint = (retailer.id, str(failed.error))


async def _choose(desk: Desk, api: StacklineApi, complaint: tuple[str, str] | None) -> Retailer:
    """Ask which retailer; `complaint` says what became of the last one."""
    statuses = {known.id: known.status for known in await api.connected() if known.id}
    offered = [replace(r, status=statuses.get(r.id, r.status)) for r in await api.catalogue()]
    by_id = {retailer.id: retailer for retailer in offered if retailer.id}
    options = tuple(_option(desk, place, retailer) for place, retailer in enumerate(offered))
    step = Choice(
        "Which retailer?",
        Field("retailer", "Retailer", FieldKind.CHOICE, options=options),
        message="Pick where you shop. You can add more later.",
        about="Stackline",
        connection=desk.connection,
    )
    if complaint is not None:
        step = step.with_error("retailer", complaint[1])
    usable = {option.value for option in options if option.enabled}
    while True:
        answer = (await desk.dialogue.ask(step)).text("retailer")
        named = [r.id for r in by_id.values() if r.name.casefold() == answer.casefold()]
        chosen = answer if answer in by_id else next(iter(named), "")
        if chosen in usable:
            return by_id[chosen]
        why = next((o.why_not for o in options if o.value == chosen and o.why_not), "")
        step = step.with_error("retailer", why or "Choose one of the retailers in the list.")


def _option(desk: Desk, place: int, retailer: Retailer) -> Option:
    why_not = ""
    if not retailer.id:
        why_not = f"Stackline does not tell the number of {retailer.name}, so it cannot be chosen."
    elif not retailer.connectable:
        why_not = f"Stackline cannot read {retailer.name} at the moment."
    elif minutes := _blocked_minutes(desk, retailer.id):
        why_not = f"{retailer.name} saw too many attempts. Try again in {minutes} minutes."
    details = {VALID: "Connected already", INVALID: "Needs a new sign-in"}
    return Option(
        retailer.id or f"unknown-{place}",
        retailer.name,
        details.get(retailer.status, ""),
        retailer.logo,
        enabled=not why_not,
        why_not=why_not,
    )


async def _connect(desk: Desk, retailer: Retailer, *, can_go_back: bool = False) -> Link:
    """Ask for the sign-in at a retailer until it is accepted. Raises _Failed or WentBack."""
    if minutes := _blocked_minutes(desk, retailer.id):
        raise _failure(Trouble.TOO_MANY, retailer.name, minutes=minutes)
    form = replace(_form(desk, retailer), can_go_back=can_go_back)
    while True:
        answers = await desk.dialogue.ask(form)
        credentials = _Credentials(
            answers.text("username"),
            answers.secret("password"),
            answers.text("cipher", desk.assumptions["cipher"]),
        )
        try:
            await _attempt(desk, retailer, credentials)
        except Refused as refused:
            form = form.with_error(refused.field, str(refused))
            continue
        except _Failed as failed:
            if failed.trouble is not Trouble.PASSWORD:
                raise
            form = form.with_error("password", str(failed.error))
            continue
        desk.dialogue.tell("verified", f"{retailer.name} is connected.", about=retailer.name)
        return Link(retailer.id, retailer.name)


def _form(desk: Desk, retailer: Retailer) -> Form:
    schemes = tuple(Option(key, label) for key, label in cipher.SCHEMES.items())
    return Form(
        f"Sign in to {retailer.name}",
        (
            Field("username", "E-mail or user name"),
            Field("password", "Password", FieldKind.PASSWORD),
            Field(
                "cipher",
                "Encryption",
                FieldKind.CHOICE,
                required=False,
                default=desk.assumptions["cipher"],
                options=schemes,
                help="Stackline has not said which one it uses.",
                advanced=True,
            ),
        ),
        message=f"The sign-in you use at {retailer.name} itself.",
        submit=f"Connect {retailer.name}",
        reassurance=REASSURANCE,
        about=retailer.name,
        connection=desk.connection,
    )


async def _attempt(desk: Desk, retailer: Retailer, credentials: _Credentials) -> None:
    """Send the credentials once and follow what comes of it. Raises Refused or _Failed."""
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
        raise _Failed(ended.trouble, ended.error)


async def _start(desk: Desk, retailer: Retailer, credentials: _Credentials) -> Session:
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


async def _send(desk: Desk, retailer: Retailer, credentials: _Credentials) -> Session:
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


def _seal(credentials: _Credentials, token: Secret) -> Secret:
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
    return _failure(kind, retailer.name, minutes=minutes)


def _failure(kind: Trouble, name: str, *, minutes: int) -> _Failed:
    return _Failed(kind, troubles.in_words(kind, name, wait_minutes=minutes))


def _blocked_minutes(desk: Desk, retailer: str) -> int:
    """Minutes for which a retailer must be left alone after too many attempts (sheet 7.2)."""
    with suppress(ValueError):
        until = int(desk.settings.get(_BLOCKED + retailer, "0"))
        left = until - int(desk.clock.now().timestamp())
        if left > 0:
            return -(-left // 60)
    desk.settings.pop(_BLOCKED + retailer, None)
    return 0

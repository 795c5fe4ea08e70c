"""Connecting a retailer under a Stackline account, and repairing one (sheet 2.4, 4, 5)."""

from dataclasses import replace

from orderdock.auth.steps import Answers, Field, FieldKind, Option
from orderdock.connector.contract import Desk, Link
from orderdock.connector.following import Ended, followed
from orderdock.connector.jobs import Job
from orderdock.connector.linking import PASSWORD, USERNAME, Linking, LinkTrouble, leave_alone
from orderdock.connector.troubles import Trouble
from orderdock.domain.errors import NotThere, Refused, Rejected
from orderdock.providers.stackline import cipher
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.card import CARD
from orderdock.providers.stackline.retailers import INVALID, VALID, Retailer
from orderdock.providers.stackline.troubles import OF_RETAILERS, STALE_STAMP, complaints

REASSURANCE = "Encrypted on this computer before it is sent. Orderdock does not keep your password."
_DETAILS = {VALID: "Connected already", INVALID: "Needs a new sign-in"}


async def link(desk: Desk, broken: Link | None) -> Link:
    """Connect a retailer of the person's choice, or repair `broken`; returns when it is done."""
    connecting = _Connecting(desk)
    scheme = Field(
        "cipher",
        "Encryption",
        FieldKind.CHOICE,
        required=False,
        default=desk.assumptions["cipher"],
        options=tuple(Option(key, label) for key, label in cipher.SCHEMES.items()),
        help="Stackline has not said which one it uses.",
        advanced=True,
    )
    return await Linking(
        desk,
        complaints(desk),
        CARD.link_word,
        "Pick where you shop. You can add more later.",
        connecting.catalogue,
        connecting.enter,
        REASSURANCE,
        more=(scheme,),
    ).link(broken)


class _Connecting:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._api = StacklineApi(desk)
        self._complaints = complaints(desk)
        self._statuses: dict[str, str] = {}
        """Of retailers to choose from; one that is repaired without choosing is none of them."""

    async def catalogue(self) -> tuple[Option, ...]:
        """All retailers, with what is known of their connections."""
        known = {r.id: r.status for r in await self._api.connected() if r.id}
        offered = [
            replace(retailer, status=known.get(retailer.id, retailer.status))
            for retailer in await self._api.catalogue()
        ]
        self._statuses = {retailer.id: retailer.status for retailer in offered}
        return tuple(_option(place, retailer) for place, retailer in enumerate(offered))

    async def enter(self, link: Link, answers: Answers) -> None:
        """Send the credentials once and follow what comes of it."""
        try:
            job = await self._start(link, answers)
        except Rejected as refusal:
            if refusal.provider_code not in OF_RETAILERS:
                raise
            kind = self._complaints.kind(refusal.provider_code, refusal.says)
            if kind is Trouble.TOO_MANY:
                leave_alone(self._desk, link.id, self._complaints.minutes)
            ended = self._failed(link, kind)
        else:
            ended = await followed(self._desk, self._api.jobs(), job, link)
            if ended.uncovered or (ended.error is None and not job.id):
                ended = await self._by_status(link, ended)
        if ended.error is None:
            return
        if ended.trouble is None or isinstance(ended.error, Refused):
            raise ended.error
        raise LinkTrouble(ended.error)

    async def _start(self, link: Link, answers: Answers) -> Job:
        """Start the sign-in; one more try with a fresh token when that was too old."""
        mends = self._statuses.get(link.id, INVALID) == INVALID
        try:
            return await self._send(link, answers, mends=mends)
        except Rejected as refusal:
            if refusal.provider_code != STALE_STAMP:
                raise
        except NotThere:
            if not mends:
                raise
            mends = False  # nothing to repair is there: connect it
        return await self._send(link, answers, mends=mends)

    async def _send(self, link: Link, answers: Answers, *, mends: bool) -> Job:
        """Fetch a one-time token, encrypt under it, send at once (sheet 4.3)."""
        tell = self._desk.dialogue.tell
        tell("encrypting", "Encrypting the sign-in on this computer.", about=link.name)
        token, stamp = await self._api.totp()
        scheme = answers.text("cipher", self._desk.assumptions["cipher"])
        typed = answers.text(USERNAME), answers.secret(PASSWORD)
        sealed = await self._desk.work(cipher.seal, scheme, token, *typed)
        tell("sending", "Sending it to Stackline.", about=link.name)
        body = {
            "retailerId": int(link.id) if link.id.isdecimal() else link.id,
            "connectionInfo": sealed,
            "currentStamp": stamp,
            "mode": "FIX" if mends else "CONNECT",
        }
        return await self._api.start("fix" if mends else "connect", json=body, id=link.id)

    async def _by_status(self, link: Link, ended: Ended) -> Ended:
        """Where the session did not tell, the connection's own status does."""
        connected = await self._api.connected()
        status = next((known.status for known in connected if known.id == link.id), "")
        if status == VALID:
            return Ended(link.id)
        return self._failed(link, Trouble.PASSWORD) if status == INVALID else ended

    def _failed(self, link: Link, kind: Trouble) -> Ended:
        return Ended(link.id, self._complaints.error(kind, link.name), kind)


def _option(place: int, retailer: Retailer) -> Option:
    why_not = ""
    if not retailer.id:
        why_not = f"Stackline does not tell the number of {retailer.name}, so it cannot be chosen."
    elif not retailer.connectable:
        why_not = f"Stackline cannot read {retailer.name} at the moment."
    return Option(
        retailer.id or f"unknown-{place}",
        retailer.name,
        _DETAILS.get(retailer.status, ""),
        retailer.logo,
        enabled=not why_not,
        why_not=why_not,
    )

"""Stackline's endpoints, and their answers as values (sheet 2)."""

from typing import Any

from orderdock.connector.contract import Account, Desk
from orderdock.connector.endpoints import Endpoints
from orderdock.connector.following import Jobs
from orderdock.connector.job_endpoints import JobEndpoints
from orderdock.connector.jobs import CodeRequest, Wants, Way
from orderdock.connector.offered_links import OfferedLink
from orderdock.connector.reading import text
from orderdock.domain.errors import NotThere
from orderdock.domain.secret import Secret
from orderdock.providers.stackline.card import CARD
from orderdock.providers.stackline.retailers import read_catalogue, read_connections
from orderdock.providers.stackline.session import SESSIONS
from orderdock.providers.stackline.troubles import CODES

PROVIDER = CARD.name
_ACTIONS = {
    **dict.fromkeys(("connect", "fix"), "the sign-in at the retailer"),
    **dict.fromkeys(("sync_connection", "sync_all"), "the start of a sync"),
    "mfa": "the answer to the retailer's question",
}
ENDPOINTS = Endpoints(
    PROVIDER,
    {
        "retailers": "the list of retailers",
        "connections": "the list of connected retailers",
        "orders": "the list of orders",
        "order": "the order",
        **dict.fromkeys(("latest_session", "session"), "the state of the sync"),
        "totp": "the one-time token",
        "profile": "the profile",
        **_ACTIONS,
    },
    may_say_nothing=_ACTIONS,
    public={"retailers"},
)
_SHOWN = ("phone", "phoneNumber", "phone_number", "email", "name")


class StacklineApi:
    """Stackline as one desk reaches it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def catalogue(self) -> list[OfferedLink]:
        """All retailers that Stackline knows."""
        return read_catalogue(await ENDPOINTS.records(self._desk, "retailers"))

    async def connected(self) -> list[OfferedLink]:
        """The retailers of this account."""
        return read_connections(await ENDPOINTS.records(self._desk, "connections"))

    async def account(self) -> Account:
        """Whose account it is: the number identifies, never the masked phone (sheet 2.15).

        Path and shape of the profile are guesses: where it tells nothing, another reading proves
        the access.
        """
        try:
            record = await ENDPOINTS.record(self._desk, "profile")
        except NotThere:
            record = {}
        for wrapper in ("user", "profile"):
            if isinstance(record.get(wrapper), dict):
                record = {**record, **record[wrapper]}
        identity, shown = text(record, "userId", "sub", "id"), text(record, *_SHOWN)
        if identity is None and shown is None:
            await self.connected()
        return Account(identity, shown or "")

    async def totp(self) -> tuple[Secret, str]:
        """A fresh one-time token, and the stamp to send back unchanged (sheet 2.14, 4.3)."""
        record = await ENDPOINTS.record(self._desk, "totp")
        token, stamp = text(record, "token"), text(record, "currentStamp")
        if token is None or stamp is None:
            raise ENDPOINTS.unexpected("totp", "the token or its stamp is missing")
        return Secret(token), stamp

    @property
    def sessions(self) -> JobEndpoints:
        """Sync sessions: connect, fix and every trigger start one (sheet 5)."""
        return JobEndpoints(
            self._desk,
            ENDPOINTS,
            SESSIONS,
            job="session",
            latest="latest_session",
            answer="mfa",
            body=_answer,
            no_id="latest",
        )

    def jobs(self) -> Jobs:
        """Sync sessions, to be followed (sheet 5.3)."""
        return self.sessions.jobs(CODES)


def _answer(request: CodeRequest, given: Way | Secret) -> dict[str, Any]:
    """What was chosen or typed (sheet 5.4); the request's id names the session, too."""
    if isinstance(given, Way):
        said = {"eventType": Wants.A_WAY.value, "selectedOption": given.value}
    else:
        said = {"eventType": Wants.A_CODE.value, "otpValue": given}
    return {**said, "reqId": request.id}

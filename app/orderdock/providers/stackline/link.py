"""Connecting a retailer under a Stackline account, and repairing one (sheet 2.4, 4, 5)."""

from orderdock.auth.steps import Answers
from orderdock.connector.contract import Desk, Link
from orderdock.connector.job_link import JobLink
from orderdock.connector.jobs import Job
from orderdock.connector.sealed_sign_in import cipher_field, sealed_answers
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.card import CARD
from orderdock.providers.stackline.troubles import OF_RETAILERS, STALE_STAMP

_PICK = "Pick where you shop. You can add more later."
REASSURANCE = "Encrypted on this computer before it is sent. Orderdock does not keep your password."


async def link(desk: Desk, broken: Link | None) -> Link:
    """Connect a retailer of the person's choice, or repair `broken`; returns when it is done."""
    api = StacklineApi(desk)

    async def send(retailer: Link, answers: Answers, mends: bool) -> Job:
        """Fetch a one-time token, encrypt under it, send at once (sheet 4.3)."""
        tell = desk.dialogue.tell
        tell("encrypting", "Encrypting the sign-in on this computer.", about=retailer.name)
        token, stamp = await api.totp()
        sealed = await sealed_answers(desk, answers, token)
        tell("sending", f"Sending it to {CARD.name}.", about=retailer.name)
        body = {
            "retailerId": int(retailer.id) if retailer.id.isdecimal() else retailer.id,
            "connectionInfo": sealed,
            "currentStamp": stamp,
            "mode": "FIX" if mends else "CONNECT",
        }
        return await api.sessions.start("fix" if mends else "connect", json=body, id=retailer.id)

    way = JobLink(desk, api.jobs(), api.catalogue, api.connected, send, OF_RETAILERS, STALE_STAMP)
    cipher = cipher_field(desk, CARD.name)
    return await way.linking(CARD.link_word, _PICK, REASSURANCE, cipher).link(broken)

"""Signing in to Synq: a token, and the tenant and organisation it is for (sheet 3)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from orderdock.auth.steps import Answers, Field, FieldKind
from orderdock.connector.contract import Account, Desk
from orderdock.connector.pasted_access import PastedAccess
from orderdock.connector.reading import uuid_in
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret
from orderdock.http.calls import Authorizer
from orderdock.providers.synq.api import CHANNELS, ORGANISATION, PROVIDER, TENANT, carry

_TOKEN = "token"  # noqa: S105 - the key of a field
_WHERE = "In Synq's account settings, or under Settings, Organization, API Credentials."
_IDS = {TENANT: ("Tenant", "tenantid"), ORGANISATION: ("Organization", "org_id")}
"""What they are for, and what a token calls them."""


async def sign_in(desk: Desk) -> Account:
    """Ask for a token and, where it does not say them, the two ids."""
    known, hint = desk.settings, "Leave it empty to read it from the token."
    ids = (
        Field(key, f"{of} ID", FieldKind.UUID, required=False, default=known.get(key), help=hint)
        for key, (of, _) in _IDS.items()
    )
    await access(desk).sign_in(*ids)
    desk.http.authorizer = authorize(desk)
    return _account(desk)


async def check(desk: Desk) -> Account:
    """Whether the saved token still works."""
    await desk.http.send(CHANNELS.call())
    return _account(desk)


def authorize(desk: Desk) -> Authorizer:
    """The token and both ids; a token that has ended is asked for in mid-work."""
    ids = [desk.settings.get(key, "") for key in _IDS]
    return access(desk).authorizer(carry(*ids))


def access(desk: Desk) -> PastedAccess:
    """The token of this connection."""
    return PastedAccess(desk, PROVIDER, _TOKEN, _WHERE, partial(_prove, desk))


async def _prove(desk: Desk, token: Secret, claims: Mapping[str, Any], answers: Answers) -> None:
    """Any role may read the channels (sheet 4)."""
    ids = {
        key: _id(key, answers.text(key) or desk.settings.get(key) or str(claims.get(claim) or ""))
        for key, (_, claim) in _IDS.items()
    }
    for key, (of, claim) in _IDS.items():
        if uuid_in(claims.get(claim)) not in {None, ids[key]}:
            raise Refused(_TOKEN, f"The token is for another {of.lower()}.", "Copy the right one.")
    await desk.http.send(carry(*ids.values())(replace(CHANNELS.call(), authorized=False), token))
    desk.settings.update(ids)


def _id(key: str, text: str) -> str:
    """A UUID as it is sent. Raises Refused."""
    label, found = f"{_IDS[key][0]} ID", uuid_in(text)
    if not text:
        raise Refused(key, f"The token does not say the {label}.", f"Copy it from {PROVIDER}.")
    if found is None:
        raise Refused(key, f"The {label} is 8-4-4-4-12 figures and letters a to f.")
    return found


def _account(desk: Desk) -> Account:
    tenant, organisation = (desk.settings[key] for key in _IDS)
    return Account(f"{tenant}/{organisation}", f"tenant {tenant}, organization {organisation}")

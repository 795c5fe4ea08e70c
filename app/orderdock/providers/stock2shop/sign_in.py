"""Signing in to Stock2Shop: user name and password, and the currency that no order says."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from orderdock.auth.password import PASSWORD, PasswordSignIn
from orderdock.auth.steps import Answers, Field, asked_until_taken
from orderdock.connector.contract import Account, Desk
from orderdock.connector.reading import a_record, flag, objects, text
from orderdock.connector.token_access import token_access
from orderdock.domain.errors import NotAllowed, Refused, Rejected, SignInNeeded
from orderdock.domain.secret import Secret
from orderdock.http.calls import Authorizer
from orderdock.http.token_auth import Tokens, in_query
from orderdock.providers.stock2shop import api
from orderdock.providers.stock2shop.api import CURRENCY, PROVIDER, USERNAME


async def sign_in(desk: Desk) -> Account:
    """Ask, sign in, and say as whom. The currency is the person's word (sheet 12)."""
    form = _password(desk).form(desk.settings.get(USERNAME), desk.connection)
    currency = Field(
        CURRENCY,
        "Currency of your orders",
        default=desk.settings.get(CURRENCY) or desk.assumptions[CURRENCY],
        help=f"{PROVIDER} names none, so this is your word and is used for all orders.",
    )
    form = replace(form, fields=(*form.fields, currency))
    return await asked_until_taken(desk.dialogue, form, partial(_enter, desk))


async def check(desk: Desk) -> Account:
    """Whether the saved access works; a cheap read."""
    await api.Stock2ShopApi(desk).records("channels")
    return _account(desk)


def authorize(desk: Desk) -> Authorizer:
    """The token in the query, one for all; renewed by the kept password (sheet 3)."""
    return token_access(
        desk,
        PROVIDER,
        lambda old: _password(desk).renewed(old, desk.settings.get(USERNAME)),
        in_query("token"),
    )


def _password(desk: Desk) -> PasswordSignIn:
    return PasswordSignIn(PROVIDER, USERNAME, "User name", desk.secrets, partial(_grant, desk))


async def _enter(desk: Desk, answers: Answers) -> Account:
    currency = answers.text(CURRENCY).upper()
    if not re.fullmatch("[A-Z]{3}", currency):
        raise Refused(CURRENCY, "A currency is three letters.", "Type ZAR or USD, say.")
    desk.dialogue.tell("checking", "Checking the access.", about=PROVIDER)
    name = await _password(desk).enter(answers)
    desk.settings.update({USERNAME: name, CURRENCY: currency})
    desk.http.authorizer = authorize(desk)
    account, role = _account(desk), desk.settings.get(api.ROLE, "")
    desk.dialogue.tell("verified", f"Signed in: {account.shown}.", about=PROVIDER)
    if role not in {"", "read_only"}:  # as far as we know; the server decides (sheet 4)
        desk.dialogue.tell("notice", f"The role {role} may not be allowed to read orders.")
    return account


async def _grant(desk: Desk, asked: Mapping[str, str | Secret]) -> Tokens | None:
    """A token, which ends every earlier one of that user; None when refused (sheet 3.4, 6.1)."""
    given = {"system_user_auth": {key: asked[key] for key in (USERNAME, PASSWORD)}}
    call = api.call("POST", "users/authenticate", "the sign-in", json=given, authorized=False)
    try:
        reply = await desk.http.send(call, examine=api.Envelope("user"))
    except (SignInNeeded, NotAllowed, Rejected):
        return None
    for user in objects([a_record(reply.body, "the sign-in", PROVIDER).get("system_user")]):
        if token := text(user, "token"):
            _remember(desk.settings, user)
            return Tokens(Secret(token))
    return None


def _remember(settings: dict[str, str], user: dict[str, Any]) -> None:
    """Whose access it is, and what limits it: role, and the channel of a limited user (sheet 4)."""
    roles = [text(role, "description") for role in objects(user.get("roles"))]
    role = ", ".join(r for r in roles if r) or text(user, "role_description") or ""
    role = "" if flag(user, "admin") else role
    channels = objects(user.get("channels")) if role else []
    channel = text(channels[0], "id") if len(channels) == 1 else None
    names = {api.CLIENT: text(user, "client_id"), api.CLIENT_NAME: text(user, "client_name")}
    for key, value in {**names, api.ROLE: role, api.CHANNEL: channel}.items():
        settings[key] = value or ""


def _account(desk: Desk) -> Account:
    """The merchant is the account: another user of the same one reads the same orders."""
    said = desk.settings.get
    names = ", ".join(filter(None, (said(USERNAME), said(api.CLIENT_NAME))))
    return Account(said(api.CLIENT) or None, f"{names} ({said(api.ROLE) or 'administrator'})")

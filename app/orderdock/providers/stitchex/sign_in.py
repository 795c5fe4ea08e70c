"""Signing in to Stitchex: e-mail and password, then an organisation (sheet 3)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial

from orderdock.auth import steps
from orderdock.auth.oauth import sign_in_again
from orderdock.auth.password import PasswordSignIn, granted
from orderdock.auth.steps import Answers, Choice, Field, FieldKind, Option, WentBack
from orderdock.connector.contract import Account, Desk, Link
from orderdock.connector.token_access import token_access
from orderdock.domain.errors import OtherAccount, Refused, Rejected
from orderdock.domain.secret import Secret
from orderdock.http.calls import Authorizer, Call, Repeat
from orderdock.http.token_auth import Tokens
from orderdock.providers.stitchex.api import EMAIL, NAME, ORGANISATION, StitchexApi, choice_of
from orderdock.providers.stitchex.lines import PROVIDER

_YEAR = timedelta(days=365)
"""How long a token lives when its answer does not say (sheet 3.1)."""


async def sign_in(desk: Desk) -> Account:
    """Ask for e-mail and password, then for the organisation where there are several.

    A repair keeps the organisation.
    """
    form = _password(desk).form(desk.settings.get(EMAIL), desk.connection)
    while True:
        found = await steps.asked_until_taken(desk.dialogue, form, partial(_enter, desk))
        with suppress(WentBack):
            account = _account(desk, await _choose(desk, found))
            await _look(desk)
            return account


async def check(desk: Desk) -> Account:
    """Whether the saved access still reaches the organisation; changes nothing there."""
    return _account(desk, _ours(desk, await StitchexApi(desk).organisations()))


def authorize(desk: Desk) -> Authorizer:
    """The bearer token; renewed by its refresh token, else by the kept password."""
    return token_access(desk, PROVIDER, partial(_renew, desk))


def _password(desk: Desk) -> PasswordSignIn:
    return PasswordSignIn(PROVIDER, EMAIL, "E-mail", desk.secrets, partial(_tokens, desk))


async def _enter(desk: Desk, answers: Answers) -> list[Link]:
    desk.dialogue.tell("checking", "Checking the access.", about=PROVIDER)
    email = desk.settings[EMAIL] = await _password(desk).enter(answers)
    desk.http.authorizer = authorize(desk)
    found = await StitchexApi(desk).organisations()
    if not found:
        raise Refused(EMAIL, f"{email} belongs to no organisation.", "Sign in as somebody else.")
    return found


async def _choose(desk: Desk, found: list[Link]) -> Link:
    if ORGANISATION in desk.settings:
        return _ours(desk, found)
    options = tuple(Option(one.id, one.name) for one in found)
    choice = Choice(
        "Which organisation?",
        Field(ORGANISATION, "Organisation", FieldKind.CHOICE, options=options),
        message="One connection reads one organisation. Connect again for another.",
        about=PROVIDER,
        can_go_back=True,
        connection=desk.connection,
    )
    value = await steps.chosen(desk.dialogue, choice)
    return next(one for one in found if one.id == value)


async def _look(desk: Desk) -> None:
    """Choose the organisation for the new token, and see that its orders show (sheet 3.3, 13)."""
    api = StitchexApi(desk)
    await api.choose()
    found = await api.records("sales_orders", {"page": "1"})
    if found.total is not None:
        desk.dialogue.tell("verified", f"Orders found: {found.total:,}.", about=PROVIDER)


def _ours(desk: Desk, found: list[Link]) -> Link:
    """The connection's organisation among those found. Raises OtherAccount."""
    for organisation in found:
        if organisation.id == desk.settings[ORGANISATION]:
            return organisation
    raise OtherAccount(
        f"{desk.settings[EMAIL]} has no access to {desk.settings[NAME]}.",
        "Sign in as somebody who has, or add a new connection.",
    )


def _account(desk: Desk, organisation: Link) -> Account:
    """An account is an organisation here: whoever may read it reads the same orders."""
    desk.settings.update({ORGANISATION: organisation.id, NAME: organisation.name})
    return Account(organisation.id, f"{organisation.name}, {desk.settings[EMAIL]}")


async def _renew(desk: Desk, old: Tokens) -> Tokens:
    """Fresh tokens, with our organisation chosen for them (sheet 3.3). Raises SignInNeeded."""
    tokens = await _password(desk).renewed(old, desk.settings.get(EMAIL))
    if ORGANISATION in desk.settings:
        try:
            await desk.http.send(choice_of(desk.settings[ORGANISATION], tokens.access))
        except Rejected as refusal:
            if refusal.status == 401:  # as soon as it was given: another will fare no better
                raise sign_in_again(PROVIDER) from None
            raise
    return tokens


async def _tokens(desk: Desk, asked: Mapping[str, str | Secret]) -> Tokens | None:
    # A refresh token may work only once; signing in by password twice harms nothing.
    repeat = Repeat.NEVER if "refresh_token" in asked else Repeat.SAFELY
    call = Call("POST", "/oauth/token", "the sign-in", json=asked, repeat=repeat, authorized=False)
    return await granted(desk.http, call, provider=PROVIDER, clock=desk.clock, default_life=_YEAR)

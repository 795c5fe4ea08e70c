"""Signing in to Stitchex: e-mail and password, then an organisation (sheet 3)."""

from datetime import timedelta
from functools import partial
from typing import Any

from orderdock.auth.oauth import ConsentRefused, tokens_in
from orderdock.auth.password import PasswordSignIn
from orderdock.auth.steps import (
    Answers,
    Choice,
    Field,
    FieldKind,
    Option,
    WentBack,
    asked_until_taken,
    chosen,
)
from orderdock.connector import reading
from orderdock.connector.contract import Account, Desk
from orderdock.domain.errors import NotAllowed, OtherAccount, Refused, Rejected
from orderdock.domain.secret import Secret
from orderdock.http.calls import Authorizer, Call, Repeat
from orderdock.http.token_auth import TokenAuth, Tokens
from orderdock.providers.stitchex.api import EMAIL, NAME, ORGANISATION, StitchexApi, choice_of
from orderdock.providers.stitchex.lines import PROVIDER, Organisation

_YEAR = timedelta(days=365)
"""How long a token lives when its answer does not say (sheet 3.1)."""


async def sign_in(desk: Desk) -> Account:
    """Ask for e-mail and password, then for the organisation where there are several.

    A repair keeps the organisation.
    """
    form = _password(desk).form(desk.settings.get(EMAIL), desk.connection)
    while True:
        found = await asked_until_taken(desk.dialogue, form, partial(_enter, desk))
        try:
            organisation = await _choose(desk, found)
        except WentBack:
            continue
        desk.settings.update({ORGANISATION: organisation.id, NAME: organisation.name})
        return _account(desk)


async def check(desk: Desk) -> Account:
    """Whether the saved access still reaches the organisation; changes nothing there."""
    _ours(desk, await StitchexApi(desk).organisations())
    return _account(desk)


def authorize(desk: Desk) -> Authorizer:
    """The bearer token; renewed by its refresh token, else by the kept password."""
    return TokenAuth(desk.secrets, provider=PROVIDER, clock=desk.clock, renew=partial(_renew, desk))


def _password(desk: Desk) -> PasswordSignIn:
    async def grant(email: str, password: Secret) -> Tokens | None:
        return await _tokens(desk, grant_type="password", email=email, password=password)

    return PasswordSignIn(PROVIDER, EMAIL, "E-mail", desk.secrets, grant)


async def _enter(desk: Desk, answers: Answers) -> list[Organisation]:
    desk.dialogue.tell("checking", "Checking the access.", about=PROVIDER)
    email = desk.settings[EMAIL] = await _password(desk).enter(answers)
    desk.http.authorizer = authorize(desk)
    found = await StitchexApi(desk).organisations()
    if not found:
        raise Refused(EMAIL, f"{email} belongs to no organisation.", "Sign in as somebody else.")
    return found


async def _choose(desk: Desk, found: list[Organisation]) -> Organisation:
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
    value = await chosen(desk.dialogue, choice)
    return next(one for one in found if one.id == value)


def _ours(desk: Desk, found: list[Organisation]) -> Organisation:
    """The connection's organisation among those found. Raises OtherAccount."""
    for organisation in found:
        if organisation.id == desk.settings[ORGANISATION]:
            return organisation
    raise OtherAccount(
        f"{desk.settings[EMAIL]} has no access to {desk.settings[NAME]}.",
        "Sign in as somebody who has, or add a new connection.",
    )


def _account(desk: Desk) -> Account:
    """An account is an organisation here: whoever may read it reads the same orders."""
    settings = desk.settings
    return Account(settings[ORGANISATION], f"{settings[NAME]}, {settings[EMAIL]}")


async def _renew(desk: Desk, old: Tokens) -> Tokens:
    """Fresh tokens, with our organisation chosen for them (sheet 3.3). Raises SignInNeeded."""
    tokens = None
    if old.refresh:
        tokens = await _tokens(desk, grant_type="refresh_token", refresh_token=old.refresh)
    if tokens is None:
        tokens = await _password(desk).again(desk.settings.get(EMAIL))
    if ORGANISATION in desk.settings:
        await desk.http.send(choice_of(desk.settings[ORGANISATION], tokens.access))
    return tokens


async def _tokens(desk: Desk, **asked: Any) -> Tokens | None:
    """The tokens for a grant; None when it is refused, by status or by word (sheet 3.1)."""
    # A refresh token may work only once; signing in by password twice harms nothing.
    repeat = Repeat.NEVER if "refresh_token" in asked else Repeat.SAFELY
    call = Call("POST", "/oauth/token", "the sign-in", json=asked, repeat=repeat, authorized=False)
    try:
        said = reading.content((await desk.http.send(call)).body, "the sign-in", PROVIDER)
        return tokens_in(said, provider=PROVIDER, now=desk.clock.now(), default_life=_YEAR)
    except (Rejected, NotAllowed, ConsentRefused):
        return None

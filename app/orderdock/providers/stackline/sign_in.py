"""Signing in to Stackline: in the browser, or with an access token (sheet 1.1, 3)."""

from datetime import timedelta
from functools import partial

from orderdock.auth.oauth import OAuthClient
from orderdock.auth.sign_ins import BrowserSignIn, oauth_renewal
from orderdock.auth.steps import Answers, Field, FieldKind, Form, Option
from orderdock.connector.contract import Account, Desk
from orderdock.connector.ways_in import BROWSER, TOKEN, WAY, WaysIn, token_is_over, way_field
from orderdock.domain.errors import Refused, WrongUsage
from orderdock.domain.secret import Secret
from orderdock.http.addresses import same_host, split_call_url
from orderdock.http.calls import Authorizer, Call, Expects
from orderdock.http.token_auth import TokenAuth, Tokens, kept_tokens
from orderdock.providers.stackline.api import PROVIDER, StacklineApi
from orderdock.providers.stackline.assumptions import DEMO_CLIENT
from orderdock.providers.stackline.card import CARD

_CLIENT, _AUTHORIZE, _TOKEN_URL = "client_id", "authorize_url", "token_url"
_LIFE = timedelta(hours=1)
"""How long a token lives when its answer does not say (sheet 3.1)."""


async def sign_in(desk: Desk) -> Account:
    """Ask how, sign in, prove it with the profile; tokens and settings are on the desk then."""
    return await WaysIn(
        desk, PROVIDER, partial(_ways, desk), partial(_in_browser, desk), authorize, check
    ).account()


async def check(desk: Desk) -> Account:
    """Whose account the saved access reaches; a cheap read. Raises SignInNeeded."""
    return await StacklineApi(desk).account()


def authorize(desk: Desk) -> Authorizer:
    """The access token in the header; renewed by the refresh token of a browser sign-in."""
    return TokenAuth(
        desk.secrets,
        provider=PROVIDER,
        clock=desk.clock,
        renew=lambda tokens: _renew(desk, tokens),
    )


async def sign_out(desk: Desk) -> None:
    """Revoke what a browser sign-in gave; a pasted token is the person's own and stays valid."""
    tokens = await kept_tokens(desk.secrets)
    if tokens is None or desk.settings.get(WAY) == TOKEN:
        return
    base, path = split_call_url(_url(desk, "revoke_url"))
    for token in (tokens.refresh, tokens.access):
        if token is not None:
            form: dict[str, str | Secret] = {"token": token, _CLIENT: _client(desk).client_id}
            await desk.http.elsewhere(base).send(
                Call("POST", path, "the sign-out", form=form, expects=Expects.ANYTHING)
            )


async def _renew(desk: Desk, tokens: Tokens) -> Tokens:
    if desk.settings.get(WAY) == TOKEN:
        raise token_is_over(PROVIDER)
    renew = oauth_renewal(
        _client(desk), http=desk.http, clock=desk.clock, provider=PROVIDER, default_life=_LIFE
    )
    return await renew(tokens)


def _ways(desk: Desk) -> Form:
    client = _client_id(desk, desk.settings.get(_CLIENT, ""))
    return Form(
        "Sign in to Stackline",
        (
            way_field(
                desk,
                Option(BROWSER, "In the browser", "With your phone number and a code"),
                BROWSER if client else TOKEN,
            ),
            Field(
                _CLIENT,
                "Client ID",
                required=False,
                default=client or None,
                help="Stackline gives one to each app. Needed for the browser.",
                advanced=True,
            ),
            _address(desk, _AUTHORIZE, "Address of the sign-in page"),
            _address(desk, _TOKEN_URL, "Address for tokens"),
        ),
        about=PROVIDER,
        connection=desk.connection,
    )


def _address(desk: Desk, key: str, label: str) -> Field:
    """Left empty it follows the base URL; so it must not be filled in beforehand."""
    return Field(
        key,
        label,
        FieldKind.URL,
        required=False,
        default=desk.settings.get(key),
        placeholder=_url(desk, key),
        help="Not documented by Stackline; leave it empty for the usual one.",
        advanced=True,
    )


async def _in_browser(desk: Desk, answers: Answers) -> Tokens:
    client = _client_id(desk, answers.text(_CLIENT))
    if not client:
        raise Refused(
            _CLIENT,
            "The browser needs a client ID, which Stackline gives to each app.",
            "Type yours, or sign in with an access token.",
        )
    for key in (_AUTHORIZE, _TOKEN_URL):
        _keep(desk, key, answers.text(key))
        try:
            split_call_url(_url(desk, key))
        except WrongUsage as wrong:
            raise Refused(key, wrong.says, wrong.next_step) from None
    desk.settings[_CLIENT] = client
    page = BrowserSignIn(
        _client(desk),
        desk.http,
        desk.dialogue,
        desk.clock,
        PROVIDER,
        message="Type your phone number there, then the code that Stackline sends you.",
        can_go_back=True,
        connection=desk.connection,
        default_life=_LIFE,
    )
    return await page.tokens()


def _client(desk: Desk) -> OAuthClient:
    return OAuthClient(
        client_id=_client_id(desk, desk.settings.get(_CLIENT, "")),
        authorize_url=_url(desk, _AUTHORIZE),
        token_url=_url(desk, _TOKEN_URL),
        scope=desk.assumptions["scope"],
    )


def _client_id(desk: Desk, typed: str) -> str:
    """The typed one, else the assumed one; at the vendor's own hosts its demo client is none."""
    assumed = desk.assumptions[_CLIENT]
    documented = any(same_host(host.url, desk.base_url) for host in CARD.hosts)
    return typed or ("" if documented and assumed == DEMO_CLIENT else assumed)


def _url(desk: Desk, key: str) -> str:
    """The address the person gave, else the assumed one at this connection's host."""
    return desk.settings.get(key) or desk.assumptions[key].replace("{base}", desk.base_url)


def _keep(desk: Desk, key: str, value: str) -> None:
    if value:
        desk.settings[key] = value
    else:
        desk.settings.pop(key, None)

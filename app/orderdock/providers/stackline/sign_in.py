"""Signing in to Stackline: in the browser, or with an access token (sheet 1.1, 3)."""

from datetime import timedelta
from functools import partial

from orderdock.auth.steps import Form, Option
from orderdock.connector.contract import Account, Desk
from orderdock.connector.public_application import PublicApplication
from orderdock.connector.ways_in import BROWSER, TOKEN, WaysIn, way_field
from orderdock.http.addresses import same_host
from orderdock.http.calls import Authorizer
from orderdock.http.token_auth import TokenAuth
from orderdock.providers.stackline.api import PROVIDER, StacklineApi
from orderdock.providers.stackline.assumptions import DEMO_CLIENT
from orderdock.providers.stackline.card import CARD


async def sign_in(desk: Desk) -> Account:
    """Ask how, sign in, prove it with the profile; tokens and settings are on the desk then."""
    in_browser = _application(desk).tokens
    ways = WaysIn(desk, PROVIDER, partial(_ways, desk), in_browser, authorize, check)
    return await ways.account()


async def check(desk: Desk) -> Account:
    """Whose account the saved access reaches; a cheap read. Raises SignInNeeded."""
    return await StacklineApi(desk).account()


def authorize(desk: Desk) -> Authorizer:
    """The access token in the header; renewed by the refresh token of a browser sign-in."""
    renew = _application(desk).renew
    return TokenAuth(desk.secrets, provider=PROVIDER, clock=desk.clock, renew=renew)


async def sign_out(desk: Desk) -> None:
    """Revoke what a browser sign-in gave."""
    await _application(desk).revoke()


def _application(desk: Desk) -> PublicApplication:
    """At the vendor's own hosts its demo client is none (sheet 1.2)."""
    assumed = desk.assumptions
    at_vendor = any(same_host(host.url, desk.base_url) for host in CARD.hosts)
    authorize_url, token_url, revoke_url = (
        assumed[key].replace("{base}", desk.base_url)
        for key in ("authorize_url", "token_url", "revoke_url")
    )
    return PublicApplication(
        desk,
        PROVIDER,
        "" if at_vendor and assumed["client_id"] == DEMO_CLIENT else assumed["client_id"],
        authorize_url,
        token_url,
        revoke_url,
        assumed["scope"],
        message="Type your phone number there, then the code that Stackline sends you.",
        default_life=timedelta(hours=1),  # sheet 3.1
    )


def _ways(desk: Desk) -> Form:
    application = _application(desk)
    browser = Option(BROWSER, "In the browser", "With your phone number and a code")
    way = way_field(desk, browser, BROWSER if application.known else TOKEN)
    return Form(
        f"Sign in to {PROVIDER}",
        (way, *application.fields()),
        about=PROVIDER,
        connection=desk.connection,
    )

"""Signing in to Stackline: in the browser, or with an access token (sheet 1.1, 3)."""

from dataclasses import replace
from datetime import timedelta

from orderdock.connector.contract import Account, Desk
from orderdock.connector.public_application import PublicApplication
from orderdock.connector.token_access import token_access
from orderdock.connector.ways_in import BROWSER, TOKEN, WaysIn
from orderdock.http.addresses import same_host
from orderdock.http.calls import Authorizer
from orderdock.providers.stackline.api import PROVIDER, StacklineApi
from orderdock.providers.stackline.assumptions import DEMO_CLIENT
from orderdock.providers.stackline.card import CARD

_BROWSER = "With your phone number and a code"
_ON_THE_PAGE = "Type your phone number there, then the code that Stackline sends you."


async def sign_in(desk: Desk) -> Account:
    """Ask how, sign in, prove it with the profile; tokens and settings are on the desk then."""
    app = _application(desk)
    usual = BROWSER if app.known else TOKEN
    ways = WaysIn(desk, PROVIDER, _BROWSER, app.tokens, authorize, check, usual, app.fields)
    return await ways.account()


async def check(desk: Desk) -> Account:
    """Whose account the saved access reaches; a cheap read. Raises SignInNeeded."""
    return await StacklineApi(desk).account()


def authorize(desk: Desk) -> Authorizer:
    """The access token in the header; renewed by the refresh token of a browser sign-in."""
    return token_access(desk, PROVIDER, _application(desk).renew)


async def sign_out(desk: Desk) -> None:
    """Revoke what a browser sign-in gave."""
    await _application(desk).revoke()


def _application(desk: Desk) -> PublicApplication:
    """At the vendor's own hosts its demo client is none (sheet 1.2); tokens live an hour (3.1)."""
    app = PublicApplication.assumed(desk, PROVIDER, _ON_THE_PAGE, timedelta(hours=1))
    at_vendor = any(same_host(host.url, desk.base_url) for host in CARD.hosts)
    return replace(app, client_id="") if at_vendor and app.client_id == DEMO_CLIENT else app

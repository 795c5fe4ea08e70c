"""Signing in to Stitch Labs: with the person's own application, or with a token (sheet 3)."""

from orderdock.connector import reading
from orderdock.connector.contract import Account, Desk
from orderdock.connector.own_application import OwnApplication
from orderdock.connector.token_access import token_access
from orderdock.connector.ways_in import WaysIn
from orderdock.domain.errors import ProviderError
from orderdock.http.calls import Authorizer
from orderdock.http.token_auth import in_header
from orderdock.providers.stitchlabs.api import ORDERS, PROVIDER, VARIANTS, StitchLabsApi
from orderdock.providers.stitchlabs.requests import Read

_BROWSER = "With the client ID and secret of your application"
_WHO = "An administrator of the account has to grant access."


async def sign_in(desk: Desk) -> Account:
    """Ask how, sign in, prove it with a cheap read; tokens and settings are on the desk then."""
    tokens = _application(desk).tokens
    ways = WaysIn(desk, PROVIDER, _BROWSER, tokens, authorize, check, message=_WHO)
    return await ways.account()


async def check(desk: Desk) -> Account:
    """Prove the saved access with one order (sheet 9). Raises SignInNeeded.

    Nothing says whose account it is; its main warehouse tells it from others where it is shown.
    """
    api = StitchLabsApi(desk)
    await api.listed(ORDERS, Read(page_size=1))
    try:
        variants = await api.listed(VARIANTS, Read(page_size=1))
    except ProviderError:  # orders are what matters
        return Account(None)
    for place in variants.pools.get("AccountAddresses", {}).values():
        if reading.flag(place, "default_warehouse"):
            return Account(reading.text(place, "id"), reading.text(place, "label") or "")
    return Account(None)


def authorize(desk: Desk) -> Authorizer:
    """The token in a header that is literally called access_token; seldom one can be renewed."""
    return token_access(desk, PROVIDER, _application(desk).renew, in_header("access_token", ""))


def _application(desk: Desk) -> OwnApplication:
    return OwnApplication(
        desk,
        PROVIDER,
        where="Both are in the developer portal.",
        authorize_url=f"{desk.base_url}/authorize",
        token_url=f"{desk.base_url}/oauth/token",
    )

"""Access by a kept token that a program renews by itself."""

from orderdock.connector.contract import Desk
from orderdock.http.calls import Authorizer
from orderdock.http.token_auth import Carry, Renew, TokenAuth


def token_access(desk: Desk, provider: str, renew: Renew, carry: Carry | None = None) -> Authorizer:
    """The desk's token on each call, renewed once for all programs; `carry` as in TokenAuth."""
    return TokenAuth(
        desk.secrets,
        provider=provider,
        clock=desk.clock,
        renew=renew,
        carry=carry,
        alone=desk.alone,
    )

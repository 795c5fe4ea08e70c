"""Stackline at the sandbox: its state, its parts, and where they are mounted."""

from __future__ import annotations

import secrets
from typing import Any

import msgspec
from starlette.routing import BaseRoute, Route

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.provider import Frame
from orderdock.sandbox.stackline import demo
from orderdock.sandbox.stackline.api import Api
from orderdock.sandbox.stackline.authorize import Authorize
from orderdock.sandbox.stackline.control import Control
from orderdock.sandbox.stackline.history import DAY
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.order_book import OrderBook
from orderdock.sandbox.stackline.sessions import Sessions
from orderdock.sandbox.stackline.state import Account, Connection, StacklineState
from orderdock.sandbox.stackline.token_endpoint import TokenEndpoint
from orderdock.sandbox.stackline.tokens import Tokens, plain_phone
from orderdock.sandbox.stackline.totp import Totp


def _new_state(clock: SandboxClock, manners: Manners) -> StacklineState:
    now = clock.now()
    state = StacklineState(newest=int(now) // DAY * DAY, secret=secrets.token_hex(32))
    people = ((demo.PHONE, "u_0199", "Demo User"), (demo.OTHER_PHONE, "u_0100", "Second User"))
    for number, user_id, name in people:
        phone = plain_phone(number)
        state.accounts[phone] = Account(phone, user_id, name)
    connections = state.accounts[plain_phone(demo.PHONE)].connections
    for retailer_id in manners.connected:
        connections[retailer_id] = Connection("valid", last_sync_at=now, connected_at=now)
    return state


class StacklineSandbox:
    """One Stackline with its own memory; several may live in one process."""

    def __init__(self, frame: Frame) -> None:
        clock = frame.clock
        self.manners = msgspec.convert(frame.manners, Manners)
        self.state = (
            _new_state(clock, self.manners)
            if frame.saved is None
            else msgspec.convert(frame.saved, StacklineState, str_keys=True)
        )
        tokens = Tokens(self.state, clock, self.manners)
        sessions = Sessions(self.state, clock, self.manners, frame.speed)
        book = OrderBook(frame.seed, frame.lines, self.state.newest, self.state.edits, self.manners)
        totp = Totp(self.state, clock, self.manners)
        self._authorize = Authorize(self.state, clock, self.manners)
        self._tokens = TokenEndpoint(tokens)
        self._api = Api(self.state, clock, self.manners, tokens, totp, sessions, book)
        self._control = Control(self.state, clock, self.manners, tokens, book)

    def routes(self) -> list[BaseRoute]:
        """The path table of sheet 2."""
        api, get, post = self._api, ["GET"], ["POST"]
        return [
            Route("/sync/retailers", api.retailers, methods=get),
            Route("/retailer_logo/{file}", api.logo, methods=get),
            Route("/sync/connections", api.connections, methods=get),
            Route("/sync/connections/connect", api.connect, methods=post),
            Route("/sync/connections/sync", api.sync_all, methods=post),
            Route("/sync/connections/{id}", api.connection, methods=get),
            Route("/sync/connections/{id}", api.fix, methods=["PUT", "PATCH"]),
            Route("/sync/connections/{id}/sync", api.sync_connection, methods=post),
            Route("/sync/orders", api.orders, methods=get),
            Route("/sync/orders/sync", api.sync_orders, methods=post),
            Route("/sync/orders/{id}", api.order, methods=get),
            Route("/sync/sessions/latest", api.latest_session, methods=get),
            Route("/sync/sessions/{id}", api.session, methods=get),
            Route("/sync/sessions/{id}/mfa", api.mfa, methods=post),
            Route("/sync/auth/totp", api.totp, methods=get),
            Route("/sync/user/profile", api.profile, methods=get),
            Route("/oauth/authorize", self._authorize.begin, methods=get),
            Route("/oauth/authorize", self._authorize.go_on, methods=post),
            Route("/oauth/token", self._tokens.token, methods=post),
            Route("/oauth/revoke", self._tokens.revoke, methods=post),
        ]

    def control_routes(self) -> list[BaseRoute]:
        return self._control.routes()

    def error_body(self, code: str, message: str, details: dict[str, Any] | None) -> bytes:
        """Sheet 7.2."""
        body: dict[str, Any] = {"code": code, "message": message}
        if details:
            body["details"] = details
        return msgspec.json.encode(body)

    def memory(self) -> Any:
        return self.state


SANDBOX = StacklineSandbox

"""Stock2Shop at the sandbox: its state, its parts, and where they are mounted."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from starlette.routing import BaseRoute, Route

from orderdock.sandbox.provider import Frame
from orderdock.sandbox.stock2shop.api import Api, House
from orderdock.sandbox.stock2shop.catalogue import Catalogue
from orderdock.sandbox.stock2shop.control import Control
from orderdock.sandbox.stock2shop.history import DAY, History
from orderdock.sandbox.stock2shop.manners import Manners
from orderdock.sandbox.stock2shop.people import CLIENTS, Client
from orderdock.sandbox.stock2shop.shelves import OrderBook, Products
from orderdock.sandbox.stock2shop.state import Edits, Stock2ShopState
from orderdock.sandbox.stock2shop.tokens import Tokens

_TOKEN_IN_PATH = re.compile(r"(/valid_token/).+")


class Stock2ShopSandbox:
    """One Stock2Shop with its own memory; several may live in one process."""

    def __init__(self, frame: Frame) -> None:
        self.manners = msgspec.convert(frame.manners, Manners)
        self.state = (
            Stock2ShopState(newest=int(frame.clock.now()) // DAY * DAY)
            if frame.saved is None
            else msgspec.convert(frame.saved, Stock2ShopState, str_keys=True)
        )
        tokens = Tokens(self.state, frame.clock, self.manners)
        houses = {client.id: self._house(client, frame) for client in CLIENTS}
        self._api = Api(self.manners, tokens, houses, frame.speed)
        self._control = Control(frame.clock, self.manners, tokens, houses)

    def _house(self, client: Client, frame: Frame) -> House:
        catalogue = Catalogue(frame.seed, client)
        history = History(
            frame.seed, client, frame.lines, self.state.newest, catalogue, self.manners
        )
        edits = self.state.edits.setdefault(client.id, Edits())
        book = OrderBook(history, catalogue, edits, frame.clock, self.manners)
        return House(client, book, Products(catalogue, edits))

    def routes(self) -> list[BaseRoute]:
        """Both bases; both spellings of both searches (sheet 5)."""
        api = self._api
        table = [
            ("POST", "/v1/users/authenticate", "authenticate", api.authenticate),
            ("GET", "/v1/users/valid_token/{token}", "valid_token", api.valid_token),
            ("GET", "/v1/sources", "sources", api.sources),
            ("GET", "/v1/channels", "channels", api.channels),
            ("POST", "/v1/products/queue", "queue", api.queue_products),
            ("POST", "/v1/images/queue", "queue", api.queue_images),
            ("POST", "/v2-queue/order", "queue", api.queue_order),
        ]
        for spelling in ("elastic_search", "elasticsearch"):
            table += [
                ("POST", f"/v1/products/{spelling}", "products", api.products),
                ("POST", f"/v1/orders/{spelling}", "orders", api.orders),
            ]
        return [
            Route(path, api.guarded(endpoint, handler), methods=[method])
            for method, path, endpoint, handler in table
        ]

    def control_routes(self) -> list[BaseRoute]:
        return self._control.routes()

    def logged_path(self, path: str) -> str:
        """The one endpoint that has a secret in its path (sheet 6.2)."""
        return _TOKEN_IN_PATH.sub(r"\1***", path)

    def error_body(self, code: str, message: str, details: dict[str, Any] | None) -> bytes:
        """No error body is documented (sheet 9)."""
        body: dict[str, Any] = (
            {"errors": [message]}
            if self.manners.error_style == "errors"
            else {"message": message, "code": code}
        )
        return msgspec.json.encode(body | ({"details": details} if details else {}))

    def memory(self) -> Any:
        return self.state


SANDBOX = Stock2ShopSandbox

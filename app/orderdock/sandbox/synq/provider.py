"""Synq at the sandbox: its state, its parts, and where they are mounted."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.routing import BaseRoute, Route

from orderdock.sandbox.provider import Frame
from orderdock.sandbox.synq.api import Api, House, listed_products
from orderdock.sandbox.synq.catalogue import Catalogue
from orderdock.sandbox.synq.control import Control
from orderdock.sandbox.synq.history import DAY, History
from orderdock.sandbox.synq.linking import Linking
from orderdock.sandbox.synq.manners import Manners
from orderdock.sandbox.synq.order_book import OrderBook
from orderdock.sandbox.synq.people import TENANTS, Tenant
from orderdock.sandbox.synq.records import Records
from orderdock.sandbox.synq.state import Edits, SynqState
from orderdock.sandbox.synq.tokens import Tokens


class SynqSandbox:
    """One Synq with its own memory; several may live in one process."""

    def __init__(self, frame: Frame) -> None:
        self.manners = msgspec.convert(frame.manners, Manners)
        self.state = (
            SynqState(newest=int(frame.clock.now()) // DAY * DAY)
            if frame.saved is None
            else msgspec.convert(frame.saved, SynqState, str_keys=True)
        )
        clock, tokens = frame.clock, Tokens(self.state, frame.clock, self.manners)
        houses = {one.number: self._house(one, frame) for one in TENANTS}
        self._linking = Linking(self.state, clock, self.manners, tokens)
        self._api = Api(clock, self.manners, tokens, self._linking, houses, frame.speed)
        self._control = Control(clock, self.manners, tokens, self._linking, houses)
        if frame.saved is None:
            for tenant in TENANTS:
                if tenant.shop:
                    shop = self._linking.authorise(tenant, tenant.shop)
                    self._linking.register(shop)
                    shop.hidden = 0

    def _house(self, tenant: Tenant, frame: Frame) -> House:
        catalogue = Catalogue(frame.seed, tenant)
        history = History(frame.seed, tenant, frame.lines, self.state.newest, catalogue)
        edits = self.state.edits.setdefault(tenant.number, Edits())
        book = OrderBook(history, catalogue, edits, frame.clock)
        return House(catalogue, book, Records(catalogue, self.manners))

    def routes(self) -> list[BaseRoute]:
        api, linking, get, post = self._api, self._linking, ["GET"], ["POST"]
        pim = "/api/v1/pim"
        shown = {
            "/api/v1/channels": lambda house: {"channels": house.catalogue.channels()},
            f"{pim}/products": listed_products,
            f"{pim}/categories": lambda house: house.catalogue.categories(),
            f"{pim}/brands": lambda house: house.catalogue.brands(),
            f"{pim}/attributes": lambda house: house.catalogue.attributes(),
            "/api/v1/audit": api.audit,
        }
        return [
            *(Route(path, api.shows(show), methods=get) for path, show in shown.items()),
            Route("/api/v1/oms/orders", api.orders, methods=get),
            Route("/api/v1/oms/orders/{id}", api.order, methods=get),
            Route(f"{pim}/products/{{id}}", api.product, methods=get),
            Route(f"{pim}/products/{{id}}/variants", api.variants, methods=get),
            Route("/api/v1/integrations/auth-url", linking.auth_url, methods=post),
            Route("/api/v1/integrations/callback", linking.callback, methods=post),
            Route("/api/v1/integrations/connections", linking.listed, methods=get),
            Route("/unified/sync/push/product", api.push, methods=post),
            Route("/unified.example/integration/auth", linking.choose, methods=[*get, *post]),
            Route("/dashboard", linking.dashboard, methods=get),
        ]

    def control_routes(self) -> list[BaseRoute]:
        return self._control.routes()

    def error_body(self, _code: str, message: str, details: dict[str, Any] | None) -> bytes:
        """Every error is one text (sheet 8)."""
        return msgspec.json.encode({"error": message} | ({"details": details} if details else {}))

    def memory(self) -> Any:
        return self.state


SANDBOX = SynqSandbox

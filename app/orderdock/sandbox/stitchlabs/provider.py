"""Stitch Labs at the sandbox: its state, its parts, and where they are mounted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from starlette.routing import BaseRoute, Route

from orderdock.sandbox.provider import Frame
from orderdock.sandbox.stitchlabs.api import Api, House
from orderdock.sandbox.stitchlabs.catalogue import Catalogue, Record
from orderdock.sandbox.stitchlabs.control import Control
from orderdock.sandbox.stitchlabs.history import DAY, History
from orderdock.sandbox.stitchlabs.manners import Manners
from orderdock.sandbox.stitchlabs.order_book import OrderBook
from orderdock.sandbox.stitchlabs.people import ACCOUNTS, Account
from orderdock.sandbox.stitchlabs.purchases import IDS as PURCHASES
from orderdock.sandbox.stitchlabs.purchases import purchase
from orderdock.sandbox.stitchlabs.query import Shelf
from orderdock.sandbox.stitchlabs.sign_in import SignIn
from orderdock.sandbox.stitchlabs.state import Edits, Inserted, StitchLabsState
from orderdock.sandbox.stitchlabs.wire import parts


class StitchLabsSandbox:
    """One Stitch Labs with its own memory; several may live in one process."""

    def __init__(self, frame: Frame) -> None:
        self.manners = msgspec.convert(frame.manners, Manners)
        self.state = (
            StitchLabsState(newest=int(frame.clock.now()) // DAY * DAY)
            if frame.saved is None
            else msgspec.convert(frame.saved, StitchLabsState, str_keys=True)
        )
        self._sign_in = SignIn(self.state, frame.clock, self.manners)
        houses = {account.id: self._house(account, frame) for account in ACCOUNTS}
        self._api = Api(frame.clock, self.manners, self._sign_in, houses, frame.speed)
        self._control = Control(frame.clock, self.manners, self._sign_in, houses)

    def _house(self, account: Account, frame: Frame) -> House:
        catalogue = Catalogue(frame.seed, account)
        history = History(frame.seed, account, frame.lines, self.state.newest, catalogue)
        edits = self.state.edits.setdefault(account.id, Edits())
        book = OrderBook(history, catalogue, edits, self.manners, frame.clock)
        empty = history.inserted(0, 1, Inserted(0, None, []))
        shelves = {
            "SalesOrders": Shelf(
                book.ids, book.order, parts(empty, catalogue, self.manners)["SalesOrders"]["1"]
            ),
            "Products": _shelf(catalogue.products, catalogue.product),
            "Variants": _shelf(catalogue.variants, catalogue.variant),
            "Contacts": _shelf(catalogue.contacts, catalogue.contact),
            "PurchaseOrders": _shelf(PURCHASES, lambda key: purchase(catalogue, key)),
        }
        return House(book, catalogue, shelves)

    def routes(self) -> list[BaseRoute]:
        """Sheets 2 and 9; writes are not offered."""
        api, get, post = self._api, ["GET"], ["POST"]
        return [
            Route("/authorize", self._sign_in.begin, methods=get),
            Route("/authorize", self._sign_in.go_on, methods=post),
            Route("/oauth/token", self._sign_in.token, methods=post),
            Route("/api2/v2/{objects}", api.listed, methods=post),
            Route("/api2/v2/{objects}/detail", api.detail, methods=post),
            Route("/api2/v2/{objects}/aggregate", api.aggregated, methods=post),
            Route("/api2/v2/{objects}/reports", api.aggregated, methods=post),
        ]

    def control_routes(self) -> list[BaseRoute]:
        return self._control.routes()

    def error_body(self, code: str, message: str, details: dict[str, Any] | None) -> bytes:
        """The forms that a client should be ready for (sheet 11)."""
        if self.manners.error_style == "text":
            return message.encode()
        if self.manners.error_style == "html":
            return f"<html><body><h1>{message}</h1></body></html>".encode()
        bodies: dict[str, Any] = {
            "message": {"message": message},
            "error": {"error": code, "error_description": message},
            "errors": {"errors": [message]},
        }
        body = bodies[self.manners.error_style]
        return msgspec.json.encode(body | {"details": details} if details else body)

    def memory(self) -> Any:
        return self.state


def _shelf(ids: Sequence[int], record: Callable[[int], Record | None]) -> Shelf:
    def known(key: int) -> Record:
        found = record(key)
        assert found is not None  # noqa: S101 - only ids of the shelf are asked for
        return found

    return Shelf(ids, known, known(ids[0]))


SANDBOX = StitchLabsSandbox

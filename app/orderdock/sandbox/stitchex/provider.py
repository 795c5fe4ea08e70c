"""Stitchex at the sandbox: its state, its parts, and where they are mounted."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.routing import BaseRoute, Route

from orderdock.sandbox.provider import Frame
from orderdock.sandbox.stitchex.api import Api, House
from orderdock.sandbox.stitchex.catalogue import Catalogue
from orderdock.sandbox.stitchex.control import Control
from orderdock.sandbox.stitchex.history import DAY, History
from orderdock.sandbox.stitchex.manners import Manners
from orderdock.sandbox.stitchex.order_book import OrderBook
from orderdock.sandbox.stitchex.papers import Papers
from orderdock.sandbox.stitchex.people import ORGANISATIONS, Organisation
from orderdock.sandbox.stitchex.shelves import shelves
from orderdock.sandbox.stitchex.state import Edits, StitchexState
from orderdock.sandbox.stitchex.tokens import Tokens


class StitchexSandbox:
    """One Stitchex with its own memory; several may live in one process."""

    def __init__(self, frame: Frame) -> None:
        self.manners = msgspec.convert(frame.manners, Manners)
        self.state = (
            StitchexState(newest=int(frame.clock.now()) // DAY * DAY)
            if frame.saved is None
            else msgspec.convert(frame.saved, StitchexState, str_keys=True)
        )
        tokens = Tokens(self.state, frame.clock, self.manners)
        self._houses = {one.id: self._house(one, frame) for one in ORGANISATIONS}
        self._api = Api(frame.clock, self.manners, tokens, self._houses, frame.speed)
        self._control = Control(self.state, self.manners, tokens, self._houses)

    def _house(self, organisation: Organisation, frame: Frame) -> House:
        catalogue = Catalogue(frame.seed, organisation, self.manners)
        history = History(
            frame.seed, organisation, frame.lines, self.state.newest, catalogue, self.manners
        )
        edits = self.state.edits.setdefault(organisation.id, Edits())
        book = OrderBook(history, catalogue, edits, frame.clock)
        papers = Papers(organisation.id, book, catalogue)
        return House(organisation, book, shelves(book, catalogue, papers))

    def routes(self) -> list[BaseRoute]:
        """The path table of sheet 4; lists with and without a slash at the end."""
        api, get, post = self._api, ["GET"], ["POST"]
        routes = [
            Route("/oauth/token", api.token, methods=post),
            Route("/organisations", api.organisations, methods=get),
            Route("/organisations/set_current_org", api.set_current_org, methods=post),
            Route("/channels", api.channels, methods=get),
            Route("/seasons", api.seasons, methods=get),
        ]
        for shelf in next(iter(self._houses.values())).shelves.values():
            routes += [
                Route(shelf.path, api.listed, methods=get),
                Route(f"{shelf.path}/", api.listed, methods=get),
            ]
            if shelf.by_id:
                routes.append(Route(f"{shelf.path}/{{id:int}}", api.one, methods=get))
        return list(routes)

    def control_routes(self) -> list[BaseRoute]:
        return self._control.routes()

    def error_body(self, code: str, message: str, details: dict[str, Any] | None) -> bytes:
        """The shapes that one client is ready for (sheet 9)."""
        bodies: dict[str, Any] = {
            "message": {"message": message},
            "list": [{"message": message}],
            "error": {"error": {"message": message}},
            "text": message,
            "errors": {"errors": {code: [message]}},
        }
        body = bodies[self.manners.error_style]
        if details and isinstance(body, dict):
            body["details"] = details
        return msgspec.json.encode(body)

    def memory(self) -> Any:
        return self.state


SANDBOX = StitchexSandbox

"""The endpoints of sheet 2, except the sign-in pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from orderdock.sandbox.bodies import answer
from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.pictures import tile_png
from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.order_book import OrderBook
from orderdock.sandbox.stackline.order_shapes import break_some, csv_text, shaped
from orderdock.sandbox.stackline.retailers import BY_ID, RETAILERS, Retailer
from orderdock.sandbox.stackline.session_shapes import (
    connection_id,
    connection_json,
    session_json,
    wrapped,
)
from orderdock.sandbox.stackline.sessions import Sessions
from orderdock.sandbox.stackline.state import Account, Connection, Session, StacklineState
from orderdock.sandbox.stackline.tokens import Tokens
from orderdock.sandbox.stackline.totp import Totp

_NO_RETAILERS = {"status": "no_retailers"}
_MAX_LIMIT = 1000

# The smallest WebP there is: one pixel.
_WEBP = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")


class Api:
    """Handlers; each checks its permission first (sheet 3.1)."""

    def __init__(
        self,
        state: StacklineState,
        clock: SandboxClock,
        manners: Manners,
        tokens: Tokens,
        totp: Totp,
        sessions: Sessions,
        book: OrderBook,
    ) -> None:
        self._state = state
        self._clock = clock
        self._manners = manners
        self._tokens = tokens
        self._totp = totp
        self._sessions = sessions
        self._book = book

    def _account(self, request: Request, permission: str) -> Account:
        caller = self._tokens.check(request.headers.get("authorization"), permission)
        account = self._state.accounts[caller.phone]
        self._sessions.go_on(account)
        return account

    # 2.1 retailers

    async def retailers(self, request: Request) -> Response:
        base = f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}"
        items = []
        for retailer in RETAILERS:
            kind = "png" if retailer.logo == "absent" else retailer.logo
            item: dict[str, Any] = {
                "displayName": retailer.name,
                "logo": f"{base}/retailer_logo/{retailer.id}.{kind}",
                "syncConfig": {"serverSide": retailer.server_side},
            }
            if self._manners.catalogue_ids:
                text = self._manners.numbers_as_text
                item["retailerId"] = str(retailer.id) if text else retailer.id
            items.append(item)
        return answer(items)

    async def logo(self, request: Request) -> Response:
        identifier, _, kind = request.path_params["file"].partition(".")
        retailer = BY_ID.get(int(identifier)) if identifier.isdecimal() else None
        if retailer is None or retailer.logo != kind:
            raise Refusal(404, "not_found", "There is no such picture.")
        headers = {"Cache-Control": "public, max-age=86400"}
        if kind == "webp":
            return Response(_WEBP, media_type="image/webp", headers=headers)
        return Response(
            tile_png(retailer.colour, retailer.id), media_type="image/png", headers=headers
        )

    # 2.2 to 2.7 connections

    async def connections(self, request: Request) -> Response:
        account = self._account(request, "accounts:read")
        limit, offset = _whole(request, "limit", 50, 1, _MAX_LIMIT), _whole(request, "offset", 0, 0)
        status = request.query_params.get("status")
        if status not in (None, "valid", "invalid", "pending"):
            raise _invalid("status", "status must be valid, invalid or pending.")
        items = [
            connection_json(key, connection, self._manners)
            for key, connection in sorted(account.connections.items())
            if status in (None, connection.status)
        ]
        page = items[offset : offset + limit]
        return answer(wrapped(page, "connections", len(items), self._manners))

    async def connection(self, request: Request) -> Response:
        account = self._account(request, "accounts:read")
        key, connection = _connection(account, request.path_params["id"])
        return answer(connection_json(key, connection, self._manners))

    async def connect(self, request: Request) -> Response:
        account = self._account(request, "accounts:connect")
        body = await _json(request)
        retailer = _retailer(body.get("retailerId"))
        mode = body.get("mode")
        if mode not in ("CONNECT", "FIX"):
            raise _invalid("mode", "mode must be CONNECT or FIX.")
        return self._sign_in(account, retailer, str(mode).lower(), body)

    async def fix(self, request: Request) -> Response:
        account = self._account(request, "accounts:connect")
        key, _ = _connection(account, request.path_params["id"])
        return self._sign_in(account, BY_ID[key], "fix", await _json(request))

    def _sign_in(
        self, account: Account, retailer: Retailer, purpose: str, body: dict[str, Any]
    ) -> Response:
        sealed, stamp = _text(body, "connectionInfo"), _text(body, "currentStamp")
        credentials = self._totp.open(account.phone, stamp, sealed)
        session = self._sessions.connect(account, retailer.id, purpose, credentials.password)
        return _started(session)

    async def sync_connection(self, request: Request) -> Response:
        account = self._account(request, "accounts:sync")
        key, connection = _connection(account, request.path_params["id"])
        if connection.status != "valid":
            raise Refusal(409, "session_expired", "This connection must be repaired first.")
        return _started(self._sessions.sync(account, [key]))

    async def sync_all(self, request: Request) -> Response:
        account = self._account(request, "accounts:sync")
        return self._sync(account, None)

    async def sync_orders(self, request: Request) -> Response:
        account = self._account(request, "accounts:sync")
        return self._sync(account, _optional_whole(request, "retailer"))

    def _sync(self, account: Account, retailer_id: int | None) -> Response:
        valid = [
            key
            for key, connection in sorted(account.connections.items())
            if connection.status == "valid" and retailer_id in (None, key)
        ]
        if not valid:
            return answer(_NO_RETAILERS)
        return _started(self._sessions.sync(account, valid))

    # 2.8, 2.9 orders

    async def orders(self, request: Request) -> Response:
        account = self._account(request, "orders:read")
        limit, offset = _whole(request, "limit", 50, 1, _MAX_LIMIT), _whole(request, "offset", 0, 0)
        retailer_id = _optional_whole(request, "retailer_id")
        after, before = _moment(request, "start_date"), _moment(request, "end_date")
        form = request.query_params.get("format", "json")
        if form not in ("json", "csv"):
            raise _invalid("format", "format must be json or csv.")
        runs = self._book.runs(account.connections, retailer_id, after, before)
        records = shaped(self._book.page(runs, offset, limit), self._manners)
        if form == "csv":
            return Response(
                csv_text(records, self._manners.csv_with_bom),
                media_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": 'attachment; filename="orders.csv"'},
            )
        if not offset:
            break_some(records, self._manners.broken_records)
        total = sum(run.size for run in runs)
        return answer(wrapped(records, "orders", total, self._manners))

    async def order(self, request: Request) -> Response:
        account = self._account(request, "orders:read")
        records = self._book.find(account.connections, request.path_params["id"])
        if not records:
            raise Refusal(404, "not_found", "There is no such order.")
        return answer(shaped(records, self._manners))

    # 2.11 to 2.13 sessions

    async def latest_session(self, request: Request) -> Response:
        account = self._account(request, "accounts:read")
        if account.sessions:
            return self._session(account, account.sessions[-1])
        match self._manners.never_synced:
            case "null":
                return answer(None)
            case "empty":
                return answer({})
            case "session":
                return answer({"status": "normal", "retailerSyncSessions": []})
        raise Refusal(404, "not_found", "There has been no sync yet.")

    async def session(self, request: Request) -> Response:
        account = self._account(request, "accounts:read")
        return self._session(account, self._sessions.find(account, request.path_params["id"]))

    def _session(self, account: Account, session: Session) -> Response:
        orders = {key: self._book.history(key).orders for key in account.connections}
        return answer(session_json(session, orders, self._manners))

    async def mfa(self, request: Request) -> Response:
        account = self._account(request, "accounts:connect")
        session = self._sessions.find(account, request.path_params["id"])
        self._sessions.answer(account, session, await _json(request))
        return answer({"status": "accepted"})

    # 2.14, 2.15

    async def totp(self, request: Request) -> Response:
        account = self._account(request, "accounts:connect")
        return answer(self._totp.issue(account.phone))

    async def profile(self, request: Request) -> Response:
        account = self._account(request, "accounts:read")
        masked = "*" * 7 + account.phone[-4:]
        return answer(
            {"userId": account.user_id, "phone": masked, "name": account.name, "email": None}
        )


def _started(session: Session) -> Response:
    return answer({"batchId": session.batch_id, "status": "syncing"})


def _invalid(field: str, message: str) -> Refusal:
    return Refusal(400, "validation_error", message, details={"field": field})


def _text(body: dict[str, Any], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise _invalid(key, f"{key} must be a text that is not empty.")
    return value


def _retailer(identifier: object) -> Retailer:
    if not isinstance(identifier, int) or isinstance(identifier, bool):
        raise _invalid("retailerId", "retailerId must be an integer.")
    retailer = BY_ID.get(identifier)
    if retailer is None:
        raise Refusal(404, "not_found", "There is no such retailer.")
    if not retailer.server_side:
        raise _invalid("retailerId", "This retailer cannot be connected.")
    return retailer


def _connection(account: Account, identifier: str) -> tuple[int, Connection]:
    for key, connection in account.connections.items():
        if identifier in (str(key), connection_id(key)):
            return key, connection
    raise Refusal(404, "not_found", "There is no such connection.")


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = msgspec.json.decode(await request.body())
    except msgspec.DecodeError as error:
        raise Refusal(400, "validation_error", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Refusal(400, "validation_error", "The body must be a JSON object.")
    return body


def _whole(request: Request, key: str, usual: int, low: int, high: int | None = None) -> int:
    text = request.query_params.get(key)
    if text is None:
        return usual
    if not text.isdecimal() or int(text) < low or (high is not None and int(text) > high):
        bounds = f"from {low} to {high}" if high is not None else f"of at least {low}"
        raise _invalid(key, f"{key} must be a whole number {bounds}.")
    return int(text)


def _optional_whole(request: Request, key: str) -> int | None:
    return _whole(request, key, 0, 0) if key in request.query_params else None


def _moment(request: Request, key: str) -> float | None:
    """Seconds since 1970; a plain date is midnight UTC (sheet 2.8)."""
    text = request.query_params.get(key)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _invalid(key, f"{key} must be an ISO 8601 date.") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()

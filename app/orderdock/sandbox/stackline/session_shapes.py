"""Sessions and connections as JSON, in the shapes the manners ask for (sheet 2.2 and 5.5)."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.clock import iso
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.retailers import BY_ID
from orderdock.sandbox.stackline.state import Connection, MfaRequest, RetailerSync, Session

_SHARE_FOUND = {"queued": 0.0, "connecting": 0.0, "userintervention": 0.0, "scanning": 0.5}


def connection_id(retailer_id: int) -> str:
    """What paths take beside the retailer's number."""
    return f"con_{retailer_id:04d}"


def connection_json(retailer_id: int, connection: Connection, manners: Manners) -> dict[str, Any]:
    """One item of sheet 2.2."""
    item: dict[str, Any] = {
        "retailerId": str(retailer_id) if manners.numbers_as_text else retailer_id,
        "displayName": BY_ID[retailer_id].name,
        "status": connection.status,
        "lastSyncAt": None if connection.last_sync_at is None else iso(connection.last_sync_at),
    }
    if manners.connection_ids:
        item["connectionId"] = connection_id(retailer_id)
    return item


def wrapped(items: list[dict[str, Any]], name: str, total: int, manners: Manners) -> Any:
    """The list as it is, or inside an object: `name` is the list's own word for its items."""
    if not manners.wrapped:
        return items
    key = name if manners.wrapped == "own" else manners.wrapped
    return {key: items, "total": str(total) if manners.numbers_as_text else total}


def session_json(session: Session, orders: dict[int, int], manners: Manners) -> dict[str, Any]:
    """`orders` is the number of orders each retailer has."""
    items = [_retailer_json(sync, orders[sync.retailer_id], manners) for sync in session.retailers]
    body: dict[str, Any] = {
        "batchId": session.batch_id,
        "status": "syncing" if session.completed_at is None else "normal",
        "startedAt": iso(session.started_at),
        "completedAt": None if session.completed_at is None else iso(session.completed_at),
        "retailerSyncSessions": items,
    }
    if manners.events_at == "session":
        body["events"] = [
            {"retailerId": sync.retailer_id, **_event(request, manners)}
            for sync in session.retailers
            for request in sync.requests
        ]
    return body


def _retailer_json(sync: RetailerSync, orders: int, manners: Manners) -> dict[str, Any]:
    item: dict[str, Any] = {
        "retailerId": str(sync.retailer_id) if manners.numbers_as_text else sync.retailer_id,
        "displayName": BY_ID[sync.retailer_id].name,
        "syncStatus": sync.stage,
        "ordersFound": int(orders * _found(sync)),
        "error": _error(sync, manners),
    }
    if manners.events_at == "retailer":
        item["events"] = [_event(request, manners) for request in sync.requests]
    elif manners.events_at == "item" and sync.stage == "userintervention":
        item.update(_event(sync.requests[-1], manners))
    return item


def _found(sync: RetailerSync) -> float:
    if sync.stage in ("error", "timed_out"):
        return 0.0
    return _SHARE_FOUND.get(sync.stage, 1.0)


def _error(sync: RetailerSync, manners: Manners) -> Any:
    if not sync.error:
        return None
    if manners.errors_as_text:
        return sync.error
    return {"code": sync.error_code, "message": sync.error}


def _event(request: MfaRequest, manners: Manners) -> dict[str, Any]:
    event: dict[str, Any] = {
        "eventType": request.kind,
        "reqId": request.req_id,
        "message": request.message,
        "createdAt": iso(request.created_at),
    }
    if request.options and manners.options_as_objects:
        event["options"] = [
            {"value": option, "label": option.capitalize()} for option in request.options
        ]
    elif request.options:
        event["options"] = request.options
    return event

"""Stackline's catalogue of retailers, and those connected to the account (sheet 2.1, 2.2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orderdock.connector import reading
from orderdock.connector.reading import Record, flag, objects, text

VALID, INVALID = "valid", "invalid"
_STATUSES = {"active": VALID, "error": INVALID, **{s: s for s in (VALID, INVALID, "pending")}}
"""The words of both editions of the documents (sheet 2.2)."""
_LOGO_NUMBER = re.compile(r"/(\d+)\.[A-Za-z]+(?:[?#].*)?$")
"""The number in a logo's file name: `.../retailer_logo/1.webp` is retailer 1 (sheet 2.1)."""


@dataclass(frozen=True, slots=True)
class Retailer:
    """A retailer of the catalogue or of the account."""

    id: str
    """Its number as text; empty when nothing says it."""
    name: str
    logo: str
    connectable: bool
    status: str
    connection_id: str
    """What stands in the paths of its connection (sheet 2)."""
    last_sync: int | None
    """When Stackline last read it (seconds since 1970 UTC)."""


def read_catalogue(records: Iterable[Any]) -> list[Retailer]:
    """The catalogue. Its documented form has no number: then the logo's name tells (sheet 2.1)."""
    return [
        _retailer(record, text(record, "retailerId", "id") or _number_in(record))
        for record in objects(records)
    ]


def read_connections(records: Iterable[Any]) -> list[Retailer]:
    """The retailers connected to the account (sheet 2.2)."""
    return [
        _retailer(record, text(record, "retailerId") or _number_in(record) or text(record, "id"))
        for record in objects(records)
    ]


def _retailer(record: Record, number: str | None) -> Retailer:
    config = record.get("syncConfig")
    return Retailer(
        id=number or "",
        name=text(record, "displayName", "retailerName", "name") or f"Retailer {number or ''}",
        logo=text(record, "logo") or "",
        connectable=isinstance(config, dict) and flag(config, "serverSide"),
        status=_STATUSES.get((text(record, "status") or "").lower(), "unknown"),
        connection_id=text(record, "connectionId", "id") or number or "",
        last_sync=reading.moment(record.get("lastSyncAt")),
    )


def _number_in(record: Record) -> str | None:
    found = _LOGO_NUMBER.search(text(record, "logo") or "")
    return found.group(1) if found else None

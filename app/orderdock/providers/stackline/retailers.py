"""Stackline's catalogue of retailers, and those connected to the account (sheet 2.1, 2.2)."""

import re
from collections.abc import Iterable
from typing import Any

from orderdock.connector import reading
from orderdock.connector.offered_links import INVALID, VALID, OfferedLink
from orderdock.connector.reading import Record, flag, objects, text
from orderdock.providers.stackline.card import CARD

_STATUSES = {"active": VALID, "error": INVALID, **{s: s for s in (VALID, INVALID, "pending")}}
"""The words of both editions of the documents (sheet 2.2)."""
_LOGO_NUMBER = re.compile(r"/(\d+)\.[A-Za-z]+(?:[?#].*)?$")
"""The number in a logo's file name: `.../retailer_logo/1.webp` is retailer 1 (sheet 2.1)."""


def read_catalogue(records: Iterable[Any]) -> list[OfferedLink]:
    """The catalogue. Its documented form has no number: then the logo's name tells (sheet 2.1)."""
    return [_retailer(r, text(r, "retailerId", "id") or _number_in(r)) for r in objects(records)]


def read_connections(records: Iterable[Any]) -> list[OfferedLink]:
    """The retailers connected to the account (sheet 2.2)."""
    return [
        _retailer(record, text(record, "retailerId") or _number_in(record) or text(record, "id"))
        for record in objects(records)
    ]


def _retailer(record: Record, number: str | None) -> OfferedLink:
    config = record.get("syncConfig")
    return OfferedLink(
        number or "",
        text(record, "displayName", "retailerName", "name") or "",
        CARD.link_word,
        picture=text(record, "logo") or "",
        readable=isinstance(config, dict) and flag(config, "serverSide"),
        status=_STATUSES.get((text(record, "status") or "").lower(), "unknown"),
        path=text(record, "connectionId", "id") or number or "",
        last_read=reading.moment(record.get("lastSyncAt")),
    )


def _number_in(record: Record) -> str | None:
    found = _LOGO_NUMBER.search(text(record, "logo") or "")
    return found.group(1) if found else None

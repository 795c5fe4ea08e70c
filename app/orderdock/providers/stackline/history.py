"""The orders of one retailer, or of all, as Stackline can be asked for them (sheet 2.8)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from orderdock.connector.contract import Desk
from orderdock.connector.dated_history import Limits, Source
from orderdock.connector.spans import Span
from orderdock.http.calls import Expects
from orderdock.providers.stackline.api import ENDPOINTS
from orderdock.providers.stackline.card import CARD
from orderdock.providers.stackline.lines import CSV, JSON, WHAT

_LARGEST_PAGE = 1000


def source(desk: Desk, retailer: str, names: Mapping[str, str]) -> Source:
    """The list of a retailer's orders, of all when it is empty; `names` are theirs by number."""
    assumed = desk.assumptions
    as_csv = assumed["orders_format"].strip().lower() == "csv"

    async def ask(span: Span, offset: int, limit: int) -> bytes:
        first, last = span.days(int(assumed.number("extra_days")))
        query = {"limit": str(limit), "offset": str(offset), "retailer_id": retailer}
        query |= {"start_date": first or "", "end_date": last or "", "format": "csv" * as_csv}
        told = {name: value for name, value in query.items() if value}
        call = ENDPOINTS.call(assumed, "orders", query=told)
        if as_csv:
            call = replace(call, expects=Expects.ANYTHING if offset else Expects.TEXT)
        return (await desk.http.send(call)).body

    read = partial((CSV if as_csv else JSON).read, link=retailer)
    return Source(ask, read, Limits.assumed(assumed, _LARGEST_PAGE), WHAT, CARD.name, names)

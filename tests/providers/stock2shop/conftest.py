"""Desks at the sandbox's Stock2Shop, and what an export must hold by the sandbox's own word."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from orderdock.connector.contract import (
    Bookmark,
    Completed,
    Desk,
    LinksFound,
    Note,
    OrdersRequest,
    Page,
    Progress,
)
from orderdock.domain.orders import Order, SetAside
from orderdock.providers.stock2shop.orders import read_orders
from orderdock.providers.stock2shop.provider import PROVIDER
from orderdock.providers.stock2shop.sign_in import sign_in
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stock2shop.remote import Stock2ShopControl
from tests.support.desk import PACE, Desks, desks
from tests.support.sandbox import sandbox, sandboxes
from tests.support.scripted_dialogue import ScriptedDialogue

__all__ = ["desks", "sandbox", "sandboxes"]

GOOD = {"username": "orders.acme", "password": "correct horse", "currency": "ZAR"}


class DeskAt:
    """Desks at one sandbox."""

    def __init__(self, desks: Desks, sandbox: RunningSandbox) -> None:
        self._desks = desks
        self.sandbox = sandbox
        self.control = Stock2ShopControl(sandbox.control)

    def at(self, sandbox: RunningSandbox) -> "DeskAt":
        """The same at another sandbox."""
        return DeskAt(self._desks, sandbox)

    def fresh(
        self, answers: Mapping[str, Any] | None = None, **more: Any
    ) -> tuple[Desk, ScriptedDialogue]:
        """Nobody has signed in yet."""
        return self._desks(PROVIDER, self.sandbox.bases["stock2shop"], answers, **more)

    async def signed_in(
        self, *, pace: float = PACE, assumptions: Mapping[str, str] | None = None, **answers: Any
    ) -> Desk:
        """A desk of somebody who has."""
        desk, _ = self.fresh({**GOOD, **answers}, pace=pace, assumptions=assumptions)
        await sign_in(desk)
        self.sandbox.control.forget_requests()
        return desk

    def asked(self, path: str = "") -> list[dict[str, Any]]:
        """The requests so far whose path ends so."""
        return [r for r in self.sandbox.control.requests() if r["path"].endswith(path)]


@pytest.fixture
def desk_at(desks: Desks, sandbox: RunningSandbox) -> DeskAt:
    return DeskAt(desks, sandbox)


@dataclass
class Run:
    """All that one reading gave."""

    orders: dict[str, Order] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    """How often each order came."""
    set_aside: list[SetAside] = field(default_factory=list)
    channels: dict[str, str] = field(default_factory=dict)
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    progress: list[Progress] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    completed: Completed | None = None


async def read(
    desk: Desk, bookmarks: Mapping[str, Bookmark] | None = None, *, full: bool = False
) -> Run:
    """Read the orders of a desk."""
    run = Run(bookmarks=dict(bookmarks or {}))
    async with aclosing(read_orders(desk, OrdersRequest(bookmarks or {}, full))) as readings:
        async for got in readings:
            match got:
                case Page():
                    for order in got.orders:
                        run.orders[order.key] = order
                        run.times[order.key] = run.times.get(order.key, 0) + 1
                    run.set_aside += got.set_aside
                    if got.bookmark is not None:
                        run.bookmarks[got.scope] = got.bookmark
                case Progress():
                    run.progress.append(got)
                case LinksFound(links):
                    run.channels = {link.id: link.name for link in links}
                case Completed():
                    run.completed = got
                case Note(message):
                    run.notes.append(message)
    return run


Row = tuple[str, ...]


def rows_of(run: Run) -> list[Row]:
    """What was read as the rows of an export, without the awkward starts made harmless."""
    return sorted(
        (
            order.retailer or "",
            order.number or "",
            utc(order.ordered_at),
            *(text or "" for text in line[1:9]),
            order.currency or "",
            line.shipment_status or "",
            order.total or "",
        )
        for order in run.orders.values()
        for line in order.lines
    )


def truth(control: Stock2ShopControl, currency: str = "ZAR", client: int = 77) -> list[Row]:
    """Every line that an export must have, by the sheet's mapping (sheet 12)."""
    everything = control.truth(client)
    products = everything["products"]
    variants = {v["id"]: (p, v) for p in products for v in p["variants"]}
    rows: list[Row] = []
    for order in everything["orders"]:
        ordered = order.get("ordered_date") or order["created"]
        head = (
            everything["channels"][str(order["channel_id"])],
            order["channel_order_code"] or str(order["id"]),
            utc(datetime.fromisoformat(ordered).replace(tzinfo=UTC).timestamp()),
        )
        for line in order["line_items"]:
            product, variant = variants.get(line["variant_id"], ({}, {}))
            options = [variant[f"option{n}"] for n in (1, 2, 3) if variant.get(f"option{n}")]
            meta = {entry["key"]: entry["value"] for entry in product.get("meta", ())}
            named = " / ".join([product["title"], *options]) if product else ""
            rows.append(
                (
                    *head,
                    line.get("title") or named,
                    product.get("vendor") or "",
                    meta.get("department") or meta.get("dept") or "",
                    product.get("collection") or "",
                    product.get("product_type") or "",
                    line["sku"],
                    str(line["qty"]),
                    str(line["price"]),
                    currency,
                    words(order, line["sku"]),
                    str(order["total"]),
                )
            )
    return sorted(rows)


def words(order: dict[str, Any], sku: str) -> str:
    parcels = order.get("fulfillments", [])
    holding = [p for p in parcels if sku in [item["sku"] for item in p["line_items"]]]
    if not holding:
        holding = [p for p in parcels if not p["line_items"]]
    states = [(p["state"] or p["status"]).lower() for p in holding]
    if not states:
        return str(order["status"]).capitalize()
    short = any(
        item["fulfilled_qty"] < item["qty"]
        for parcel, state in zip(holding, states, strict=True)
        for item in parcel["line_items"]
        if item["sku"] == sku and state == "complete"
    )
    return "Partial" if short or len(set(states)) > 1 else states[0].capitalize()


def utc(moment: float | None) -> str:
    if moment is None:
        return ""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def has_all(run: Run, control: Stock2ShopControl, currency: str = "ZAR") -> None:
    """All orders of the sandbox are in it, with nothing in doubt."""
    assert rows_of(run) == truth(control, currency)
    assert run.completed is not None
    assert run.completed.expected == run.completed.seen == len(run.orders)
    assert not run.completed.doubt

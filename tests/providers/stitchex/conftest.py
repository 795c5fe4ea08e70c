"""Desks at the sandbox's Stitchex, and what stands on its shelves by the sandbox's own word."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from orderdock.connector.contract import Desk
from orderdock.providers.stitchex.provider import PROVIDER
from orderdock.providers.stitchex.sign_in import sign_in
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stitchex.remote import StitchexControl
from tests.sandbox.stitchex_customer import Buyer
from tests.support.desk import PACE, Desks, desks
from tests.support.sandbox import sandbox, sandboxes
from tests.support.scripted_dialogue import ScriptedDialogue

__all__ = ["desks", "sandbox", "sandboxes"]

GOOD = {"email": "demo@example.com", "password": "correct horse", "organisation": "4101"}


class DeskAt:
    """Desks at one sandbox."""

    def __init__(self, desks: Desks, sandbox: RunningSandbox) -> None:
        self._desks = desks
        self.sandbox = sandbox
        self.control = StitchexControl(sandbox.control)

    def fresh(
        self, answers: Mapping[str, Any] | None = None, **more: Any
    ) -> tuple[Desk, ScriptedDialogue]:
        """Nobody has signed in yet."""
        return self._desks(PROVIDER, self.sandbox.bases["stitchex"], answers, **more)

    async def signed_in(self, *, pace: float = PACE, **answers: Any) -> Desk:
        """A desk of somebody who has."""
        desk, _ = self.fresh({**GOOD, **answers}, pace=pace)
        await sign_in(desk)
        self.sandbox.control.forget_requests()
        return desk

    def asked(self, path: str = "") -> list[dict[str, Any]]:
        """The requests so far whose path ends so."""
        return [r for r in self.sandbox.control.requests() if r["path"].endswith(path)]


@pytest.fixture
def desk_at(desks: Desks, sandbox: RunningSandbox) -> DeskAt:
    return DeskAt(desks, sandbox)


Row = tuple[str, ...]
COLUMNS = (
    "Retailer",
    "Retailer Order ID",
    "Order Date",
    "Item Name",
    "Brand",
    "Dept",
    "Category",
    "SubCategory",
    "SKU",
    "Quantity",
    "Price",
    "Currency",
    "Shipment Status",
    "Order Total",
)
NAMES = {4101: "Acme Knitwear Demo", 4102: "Harbour & Pine Outerwear", 4103: "Atelier Brume, Démo"}


def truth(base: str, organisation: int = 4101, email: str = "demo@example.com") -> list[Row]:
    """Every line that an export must have, by the sheet's mapping, straight from the sandbox."""
    buyer = Buyer(base, email, organisation=organisation)
    products = {product["id"]: product for product in buyer.all("products")}
    numbers = {
        sku["id"]: sku.get("sku_number") or sku.get("ean") or str(sku["id"])
        for product in products.values()
        for variation in product["variations"]
        for sku in variation["skus"]
    }
    rows: list[Row] = []
    for order in buyer.all("sales_orders"):
        head = (
            order["company_name"] or order.get("channel_name") or NAMES[organisation],
            str(order["order_number"]),
            utc(order["submitted_at"] or order["confirmed_at"] or order["created_at"]),
        )
        for item in order["line_items"]:
            product = products[item["product_id"]]
            rows += [
                (
                    *head,
                    f"{item['product_name']} / {item['color']} / {size['size']}",
                    "",
                    "",
                    product.get("category") or "",
                    product.get("sub_category") or "",
                    numbers[size["sku_id"]],
                    str(size["quantity"]),
                    item["unit_price"],
                    order["currency"],
                    words(order),
                    order["grand_total"],
                )
                for size in item["line_quantities"]
                if size["quantity"]
            ]
    return sorted(rows)


def utc(text: str) -> str:
    moment = datetime.fromisoformat(text).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def words(order: dict[str, Any]) -> str:
    if order.get("status") in ("cancelled", "draft"):
        return str(order["status"]).title()
    return {
        "not_shipped": "Not Shipped",
        "nothing_shipped": "Not Shipped",
        "partially_shipped": "Partially Shipped",
        "shipped": "Shipped",
        "delivered": "Delivered",
    }[order["fulfillment_status"]]

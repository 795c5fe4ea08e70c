"""Stackline's levers, pulled from outside over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from orderdock.sandbox.remote import Control


class StacklineControl:
    """Each method is one request to `/_control/stackline`. Raises `ControlRefused`."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def _call(self, method: str, path: str, body: object = None) -> Any:
        return self._control.call(method, f"/stackline{path}", body)

    def manners(self, **changes: object) -> dict[str, Any]:
        """Change how it behaves (`manners.Manners`); all of them back."""
        manners: dict[str, Any] = self._call("PATCH", "/manners", changes)
        return manners

    def insert_order(
        self,
        order_id: str,
        lines: list[dict[str, Any]],
        retailer: int = 1,
        date: float | None = None,
    ) -> None:
        """A new order; `date` in seconds since 1970, None is now; lines as in sheet 6.1."""
        body = {"retailer": retailer, "order_id": order_id, "lines": lines, "date": date}
        self._call("POST", "/orders", body)

    def delete_order(self, order_id: str, retailer: int = 1) -> None:
        self._call("DELETE", f"/orders/{quote(order_id, safe='')}?retailer={retailer}")

    def change_order(
        self, order_id: str, retailer: int = 1, sku: str | None = None, **fields: object
    ) -> None:
        """Set fields of an order's lines, all or those with `sku`: `shipmentStatus="delivered"`."""
        body = {"retailer": retailer, "sku": sku, "fields": fields}
        self._call("PATCH", f"/orders/{quote(order_id, safe='')}", body)

    def set_connection(self, retailer: int, status: str | None) -> None:
        """`valid`, `invalid` or `pending`; None takes it away. For the first demo person."""
        self._call("PUT", f"/connections/{retailer}", {"status": status})

    def set_temper(self, retailer: int, temper: str) -> None:
        """How sign-in at the retailer goes from now on (`retailers.Temper`)."""
        self._call("PATCH", f"/retailers/{retailer}", {"temper": temper})

    def expire_tokens(self) -> None:
        """Every access token given out so far is expired, pasted ones too; refreshing works."""
        self._call("POST", "/tokens/expire")

    def revoke_tokens(self) -> None:
        """Nothing given out so far works any more, refresh tokens included."""
        self._call("POST", "/tokens/revoke")

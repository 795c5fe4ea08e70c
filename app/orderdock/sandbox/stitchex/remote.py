"""Stitchex's levers, pulled from outside over HTTP."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.remote import Control


class StitchexControl:
    """Each method is one request to `/_control/stitchex`. Raises `ControlRefused`."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def _call(self, method: str, path: str, body: object = None) -> Any:
        return self._control.call(method, f"/stitchex{path}", body)

    def manners(self, **changes: object) -> dict[str, Any]:
        """Change how it behaves (`manners.Manners`); all of them back."""
        manners: dict[str, Any] = self._call("PATCH", "/manners", changes)
        return manners

    def insert_order(
        self, sizes: dict[int, int], organisation: int = 4101, **fields: object
    ) -> dict[str, Any]:
        """A new order of so many pieces by SKU id; the order back."""
        body = {
            "organisation": organisation,
            "sizes": {str(key): number for key, number in sizes.items()},
            "fields": fields,
        }
        order: dict[str, Any] = self._call("POST", "/orders", body)
        return order

    def delete_order(self, order_id: int, organisation: int = 4101) -> None:
        self._call("DELETE", f"/orders/{order_id}?organisation={organisation}")

    def change_order(
        self,
        order_id: int,
        organisation: int = 4101,
        quantities: dict[int, int] | None = None,
        **fields: object,
    ) -> dict[str, Any]:
        """Set fields (`fulfillment_status="shipped"`) and pieces of size rows; the order back."""
        rows = {str(key): number for key, number in (quantities or {}).items()}
        body = {"organisation": organisation, "fields": fields, "quantities": rows}
        order: dict[str, Any] = self._call("PATCH", f"/orders/{order_id}", body)
        return order

    def choose(self, organisation: int, email: str = "demo@example.com") -> None:
        """The person switches to another organisation in the vendor's own program."""
        self._call("PUT", f"/people/{email}/organisation", {"organisation": organisation})

    def expire_tokens(self) -> None:
        """Every access token given out so far is over; refreshing works."""
        self._call("POST", "/tokens/expire")

    def forget_tokens(self) -> None:
        """Nothing given out so far works any more, refresh tokens included; passwords do."""
        self._call("POST", "/tokens/forget")

"""Stock2Shop's levers, pulled from outside over HTTP."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.remote import Control


class Stock2ShopControl:
    """Each method is one request to `/_control/stock2shop`. Raises `ControlRefused`."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def _call(self, method: str, path: str, body: object = None) -> Any:
        return self._control.call(method, f"/stock2shop{path}", body)

    def manners(self, **changes: object) -> dict[str, Any]:
        """Change how it behaves (`manners.Manners`); all of them back."""
        manners: dict[str, Any] = self._call("PATCH", "/manners", changes)
        return manners

    def truth(self, client: int = 77) -> dict[str, Any]:
        """All `orders`, active `products` and `channels` (name by id) as they are now."""
        truth: dict[str, Any] = self._call("GET", f"/truth?client={client}")
        return truth

    def insert_order(
        self, lines: dict[int, int], client: int = 77, **fields: object
    ) -> dict[str, Any]:
        """A new order of so many pieces by variant id; the order back."""
        texts = {str(key): number for key, number in lines.items()}
        body = {"client": client, "lines": texts, "fields": fields}
        order: dict[str, Any] = self._call("POST", "/orders", body)
        return order

    def delete_order(self, order_id: int, client: int = 77) -> None:
        self._call("DELETE", f"/orders/{order_id}?client={client}")

    def change_order(
        self,
        order_id: int,
        client: int = 77,
        quantities: dict[int, int] | None = None,
        **fields: object,
    ) -> dict[str, Any]:
        """Set fields (`status="processing"`) and pieces of lines by line id; the order back."""
        rows = {str(key): number for key, number in (quantities or {}).items()}
        body = {"client": client, "fields": fields, "quantities": rows}
        order: dict[str, Any] = self._call("PATCH", f"/orders/{order_id}", body)
        return order

    def change_product(self, product_id: int, client: int = 77, **fields: object) -> None:
        """Set fields: `vendor="New"`, `active=False`."""
        self._call("PATCH", f"/products/{product_id}", {"client": client, "fields": fields})

    def sign_in_elsewhere(self, username: str = "orders.acme") -> None:
        """Another program signs in with the same user."""
        self._call("POST", f"/users/{username}/session")

    def forget_tokens(self) -> None:
        """Every token given out so far is over; passwords work."""
        self._call("POST", "/tokens/forget")

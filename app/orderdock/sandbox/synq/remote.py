"""Synq's levers, pulled from outside over HTTP."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.remote import Control


class SynqControl:
    """Each method is one request to `/_control/synq`. Raises `ControlRefused`."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def _call(self, method: str, path: str, body: object = None) -> Any:
        return self._control.call(method, f"/synq{path}", body)

    def manners(self, **changes: object) -> dict[str, Any]:
        """Change how it behaves (`manners.Manners`); all of them back."""
        manners: dict[str, Any] = self._call("PATCH", "/manners", changes)
        return manners

    def truth(self, tenant: int = 1) -> list[tuple[str, ...]]:
        """A row of the 14 columns for every line that an export must have."""
        return [tuple(row) for row in self._call("GET", f"/truth?tenant={tenant}")]

    def insert_order(
        self,
        lines: dict[int, int],
        tenant: int = 1,
        status: str = "pending_payment",
        **fields: object,
    ) -> dict[str, Any]:
        """A new order of so many pieces by variant; its record back, its number as `_number`."""
        texts = {str(key): number for key, number in lines.items()}
        body = {"tenant": tenant, "lines": texts, "status": status, "fields": fields}
        order: dict[str, Any] = self._call("POST", "/orders", body)
        return order

    def delete_order(self, number: int, tenant: int = 1) -> None:
        self._call("DELETE", f"/orders/{number}?tenant={tenant}")

    def change_order(
        self,
        number: int,
        tenant: int = 1,
        status: str | None = None,
        quantities: dict[int, int] | None = None,
        **fields: object,
    ) -> dict[str, Any]:
        """Change the status, pieces by a line's place, or what the record says; the record back."""
        pieces = {str(key): value for key, value in (quantities or {}).items()}
        body = {"tenant": tenant, "status": status, "quantities": pieces, "fields": fields or None}
        order: dict[str, Any] = self._call("PATCH", f"/orders/{number}", body)
        return order

    def token(self, tenant: int = 1, life: float = 3600, claims: object = None) -> str:
        """A fresh token; `claims` change what it says, a null one is left out."""
        body = {"tenant": tenant, "life": life, "claims": claims or {}}
        token: str = self._call("POST", "/tokens", body)["token"]
        return token

    def end_tokens(self) -> None:
        """Every token that was used so far is over."""
        self._call("POST", "/tokens/end")

    def shops(self, tenant: int = 1) -> list[dict[str, Any]]:
        """All that were authorised; `registered` counts the callbacks."""
        shops: list[dict[str, Any]] = self._call("GET", f"/shops?tenant={tenant}")
        return shops

    def authorise_shop(
        self, provider: str, tenant: int = 1, *, registered: bool = True
    ) -> dict[str, Any]:
        """Somebody links a shop elsewhere."""
        body = {"tenant": tenant, "provider": provider, "registered": registered}
        shop: dict[str, Any] = self._call("POST", "/shops", body)
        return shop

    def drop_shop(self, connection: str, tenant: int = 1) -> None:
        """Somebody disconnects it at the dashboard."""
        self._call("DELETE", f"/shops/{connection}?tenant={tenant}")

"""Stitch Labs' levers, pulled from outside over HTTP."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.remote import Control


class StitchLabsControl:
    """Each method is one request to `/_control/stitchlabs`. Raises `ControlRefused`."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def _call(self, method: str, path: str, body: object = None) -> Any:
        return self._control.call(method, f"/stitchlabs{path}", body)

    def manners(self, **changes: object) -> dict[str, Any]:
        """Change how it behaves (`manners.Manners`); all of them back."""
        manners: dict[str, Any] = self._call("PATCH", "/manners", changes)
        return manners

    def rows(self, account: int = 1) -> list[list[str | None]]:
        """What a complete export must hold: one row of 14 values per line, oldest order first.

        Deleted orders and drafts are left out.
        """
        rows: list[list[str | None]] = self._call("GET", f"/rows?account={account}")
        return rows

    def insert_order(
        self, items: list[dict[str, Any]], account: int = 1, channel: int | None = None
    ) -> str:
        """A new order of these items (`variant`, `quantity`, `cents`, `description`); its id."""
        body = {"account": account, "channel": channel, "items": items}
        key: str = self._call("POST", "/orders", body)["id"]
        return key

    def change_order(self, order_id: str | int, account: int = 1, **changes: Any) -> None:
        """Set `stage`, `closed`, `quantities` (by line id) or wire `fields` of an order."""
        self._call("PATCH", f"/orders/{order_id}", {"account": account, **changes})

    def delete_order(self, order_id: str | int, account: int = 1) -> None:
        """Take an order away as if it had never been."""
        self._call("DELETE", f"/orders/{order_id}?account={account}")

    def revoke_tokens(self) -> None:
        """Nothing given out so far works any more, pasted tokens included."""
        self._call("POST", "/tokens/revoke")

    def expire_tokens(self) -> None:
        """Every access token of a browser sign-in is over; what renews them works."""
        self._call("POST", "/tokens/expire")

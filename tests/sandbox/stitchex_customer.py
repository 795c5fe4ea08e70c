"""Stitchex's other side, made for tests alone: it shares nothing with client or sandbox."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from tests.support.sandbox import Answer, fetch

EMAIL, PASSWORD = "demo@example.com", "correct horse"


class Buyer:
    """One person with one token and a current organisation."""

    def __init__(
        self, base: str, email: str = EMAIL, *, organisation: int | None = 4101, life: int = 0
    ) -> None:
        self.base = base
        body: dict[str, Any] = {"email": email, "password": PASSWORD, "grant_type": "password"}
        if life:
            body["expires_in"] = life
        self.grant: dict[str, Any] = self.post("/oauth/token", body).json
        if organisation is not None:
            assert self.choose(organisation).status == 201

    def get(self, path: str, **query: object) -> Answer:
        text = f"?{urlencode(query)}" if query else ""
        return fetch("GET", f"{self.base}{path}{text}", token=self.grant["access_token"])

    def post(self, path: str, body: object) -> Answer:
        token = self.grant["access_token"] if hasattr(self, "grant") else None
        return fetch("POST", f"{self.base}{path}", token=token, body=body)

    def choose(self, organisation: int) -> Answer:
        return self.post("/organisations/set_current_org", {"organizationId": organisation})

    def refresh(self, token: str) -> Answer:
        return self.post("/oauth/token", {"grant_type": "refresh_token", "refresh_token": token})

    def all(self, name: str, **query: object) -> list[dict[str, Any]]:
        """Every record of a list, page after page."""
        records: list[dict[str, Any]] = []
        page: int | None = 1
        while page:
            body = self.get(f"/{name}", page=page, **query).json
            records += body[name]
            page = body["meta"]["next_page"]
        return records

"""Synq's other side, made for tests alone: it shares nothing with client or sandbox."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.support.sandbox import Answer

TENANT, ORGANISATION = (f"{first}-2222-4333-8444-555555555555" for first in ("1" * 8, "a" * 8))
ORDERS = "/api/v1/oms/orders"


class Member:
    """One person with a token; `headers` may be changed."""

    def __init__(self, base: str, token: str) -> None:
        self.base = base
        self.headers = {
            "Authorization": f"Bearer {token}",
            "X-Tenant-ID": TENANT,
            "X-Org-ID": ORGANISATION,
        }

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        parts = urlsplit(self.base)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, f"{parts.path}{path}", data, headers)
            response = connection.getresponse()
            heads = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, heads, response.read())
        finally:
            connection.close()

    def get(self, path: str, **query: object) -> Answer:
        return self.ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: object = None) -> Answer:
        return self.ask("POST", path, body)

    def orders(self, limit: int = 100) -> list[dict[str, Any]]:
        """All orders of a list that stands still."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self.get(ORDERS, limit=limit, offset=len(rows)).json
            found = page["orders"] if isinstance(page, dict) else page
            rows += found
            if not found:
                return rows

"""Stock2Shop's other side, made for tests alone: it shares nothing with client or sandbox."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.support.sandbox import Answer

USERNAME, PASSWORD = "orders.acme", "correct horse"


def ask(
    method: str, url: str, body: object = None, *, kind: str = "application/json", **query: str
) -> Answer:
    """One request; every documented call names JSON as its content, GET too."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        target = parts.path + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body)
        connection.request(method, target, data, {"Content-Type": kind})
        response = connection.getresponse()
        heads = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, heads, response.read())
    finally:
        connection.close()


def sign_in(base: str, username: str = USERNAME, password: str = PASSWORD) -> Answer:
    body = {"system_user_auth": {"username": username, "password": password}}
    return ask("POST", f"{base}/v1/users/authenticate", body, format="json")


class Merchant:
    """One user with one token."""

    def __init__(self, base: str, username: str = USERNAME) -> None:
        self.base = base
        self.user: dict[str, Any] = sign_in(base, username).json["system_user"]

    def get(self, path: str) -> Answer:
        return ask("GET", f"{self.base}{path}", format="json", token=self.user["token"])

    def search(
        self, what: str, body: object, spelling: str = "elastic_search", **query: str
    ) -> Answer:
        url = f"{self.base}/v1/{what}/{spelling}"
        return ask("POST", url, body, format="json", token=self.user["token"], **query)


def since(moment: str, size: int = 50, start: int = 0, how: str = "gte") -> dict[str, Any]:
    """The body of the documented feed."""
    return {
        "query": {"bool": {"filter": [{"range": {"modified": {how: moment}}}]}},
        "size": size,
        "from": start,
        "sort": {"modified": {"order": "asc"}},
    }

"""Stitch Labs' other side, made for tests alone: it shares nothing with client or sandbox."""

from __future__ import annotations

import http.client
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.support.sandbox import Answer, Visitor, fetch

TOKEN, OTHER_TOKEN = "sandbox-stitchlabs-token", "sandbox-stitchlabs-other"
CLIENT = {"client_id": "sl-demo-client", "client_secret": "sandbox-client-secret"}
REDIRECT = "http://127.0.0.1:45454/callback"


class Trader:
    """A program with one token."""

    def __init__(self, base: str, token: str | None = TOKEN) -> None:
        self.base = base
        self.token = token

    def post(self, path: str, body: object, **headers: str) -> Answer:
        parts = urlsplit(self.base)
        usual = {"Content-Type": "application/json;charset=UTF-8"}
        if self.token is not None:
            usual["access_token"] = self.token
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        try:
            target = f"{parts.path}/api2/v2/{path}"
            connection.request("POST", target, json.dumps(body), usual | headers)
            response = connection.getresponse()
            heads = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, heads, response.read())
        finally:
            connection.close()

    def read(self, path: str, **body: Any) -> Answer:
        return self.post(path, {"action": "read", **body})

    def records(self, path: str, **body: Any) -> list[dict[str, Any]]:
        """The main records of a good answer."""
        answer = self.read(path, **body)
        assert answer.status in (200, 206), answer
        found: list[dict[str, Any]] = answer.json[path.partition("/")[0]]
        return found

    def all(self, name: str, **body: Any) -> list[dict[str, Any]]:
        """Every record of a list, page after page."""
        found: list[dict[str, Any]] = []
        number = last = 1
        while number <= last:
            answer = self.read(name, page_size=50, page_num=number, **body).json
            found += answer[name]
            number, last = number + 1, int(answer["meta"]["last_page"])
        return found

    def detail(self, name: str, key: str, **body: Any) -> dict[str, Any]:
        """All of the answer about one record."""
        content: dict[str, Any] = self.read(f"{name}/detail", **{name: [{"id": key}]}, **body).json
        return content


def authorize_url(base: str, **changes: str) -> str:
    query = {
        "response_type": "code",
        "client_id": CLIENT["client_id"],
        "redirect_uri": REDIRECT,
        "state": secrets.token_hex(8),
    }
    return f"{base}/authorize?{urlencode({**query, **changes})}"


def walk(url: str, email: str = "demo@example.com", *, allow: bool = True) -> str:
    """What a person does on the pages; the address that the browser is sent to in the end."""
    visitor = Visitor()
    page = visitor.submit(url, visitor.open(url), step="who", email=email)
    page = visitor.submit(url, page, decision="allow" if allow else "deny")
    assert page.status == 303, page
    return page.headers["location"]


def brought_back(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


def token_for(base: str, code: str, **changes: str) -> Answer:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        **CLIENT,
        **changes,
    }
    return fetch("POST", f"{base}/oauth/token", form=form)

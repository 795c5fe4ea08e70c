"""Fixtures that start the built-in sandbox, and a visitor that walks its sign-in pages.

Use it from a conftest: `from tests.support.sandbox import sandbox, sandboxes  # noqa: F401`.
"""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from orderdock.sandbox.running import RunningSandbox, running_sandbox

FAST = 1000.0
"""A sync that takes ten seconds takes ten milliseconds. Waiting for people is not hurried."""

StartSandbox = Callable[..., RunningSandbox]


@pytest.fixture
def sandboxes() -> Iterator[StartSandbox]:
    """Starts sandboxes with the arguments of `running_sandbox`; fast unless `speed` is given."""
    with ExitStack() as stack:

        def start(scenario: str = "small", **more: Any) -> RunningSandbox:
            return stack.enter_context(running_sandbox(scenario, **{"speed": FAST, **more}))

        yield start


@pytest.fixture
def sandbox(sandboxes: StartSandbox) -> RunningSandbox:
    """A fast sandbox with fifty order lines at each retailer."""
    return sandboxes()


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def fetch(
    method: str,
    url: str,
    *,
    token: str | None = None,
    body: object = None,
    form: dict[str, str] | None = None,
) -> Answer:
    """One request over a connection of its own; redirects are not followed."""
    parts = urlsplit(url)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = None
    if form is not None:
        data = urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    elif body is not None:
        data = json.dumps(body)
        headers["Content-Type"] = "application/json"
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, data, headers)
        response = connection.getresponse()
        heads = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, heads, response.read())
    finally:
        connection.close()


class Visitor:
    """Does in the sandbox's sign-in pages what a person does in a browser."""

    def __init__(self, phone: str = "+1-555-0199", code: str = "424242") -> None:
        self.phone = phone
        self.code = code

    def open(self, url: str) -> Answer:
        return fetch("GET", url)

    def submit(self, url: str, page: Answer, **values: str) -> Answer:
        """Fill in the form on `page` (which came from `url`)."""
        html = page.body.decode()
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
        action = re.search(r'<form method="post" action="([^"]*)"', html)
        assert action, html
        parts = urlsplit(url)
        target = f"{parts.scheme}://{parts.netloc}{unescape(action[1])}"
        return fetch("POST", target, form={**hidden, **values})

    def sign_in(self, url: str, *, allow: bool = True) -> str:
        """From the authorize URL to the address that the browser is sent to in the end."""
        page = self.submit(url, self.open(url), step="phone", phone=self.phone)
        page = self.submit(url, page, step="code", code=self.code)
        page = self.submit(url, page, decision="allow" if allow else "deny")
        assert page.status == 303, page
        return page.headers["location"]

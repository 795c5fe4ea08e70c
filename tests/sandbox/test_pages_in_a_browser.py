"""The sign-in pages in a real browser: what a policy header or a form quirk would break."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import (
    presence_of_element_located as there,
)
from selenium.webdriver.support.ui import WebDriverWait

from orderdock.sandbox.running import RunningSandbox
from tests.sandbox.customer import Browser
from tests.support.browser import chromium


class _Callback(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<title>Back at the program</title>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Keep quiet."""


@pytest.fixture
def callback() -> Iterator[str]:
    """The address of a program that waits for the browser."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Callback)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/callback"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_person_allows_once_and_refuses_once(
    sandbox: RunningSandbox, callback: str, tmp_path: Path
) -> None:
    program = Browser(sandbox.bases["stackline"])
    url = program.url(redirect_uri=callback)
    ends = {}
    with chromium(tmp_path) as browser:
        wait = WebDriverWait(browser, 20)
        for decision in ("allow", "deny"):
            browser.get(url)
            wait.until(there((By.NAME, "phone"))).send_keys("+1-555-0199\n")
            wait.until(there((By.NAME, "code"))).send_keys("424242\n")
            wait.until(there((By.ID, decision))).click()
            wait.until(lambda _: browser.title == "Back at the program")
            ends[decision] = parse_qs(urlsplit(browser.current_url).query)
    assert ends["deny"]["error"] == ["access_denied"]
    assert ends["allow"]["state"] == [program.state]
    code = ends["allow"]["code"][0]
    assert program.redeem(code, redirect_uri=callback).status == 200

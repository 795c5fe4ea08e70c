"""The person at the browser, tried on two plain pages."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest

from tests.support.browser import person_signs_in

FORM = """<!doctype html><title>Sign in</title>
<form method="post" action="/next"><input name="phone"><button>Continue</button></form>"""
DONE = "<!doctype html><title>Done</title><p>Hello {phone}. You may close this tab.</p>"


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(FORM if self.path == "/" else "")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(DONE.format(phone=parse_qs(body)["phone"][0]))

    def _answer(self, page: str) -> None:
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def test_a_person_fills_in_a_page_and_reads_the_next(site: str, tmp_path: Path) -> None:
    said = person_signs_in(site, [{"phone": "+48 600"}], tmp_path, ends_with="close this tab")
    assert said == "Hello +48 600. You may close this tab."

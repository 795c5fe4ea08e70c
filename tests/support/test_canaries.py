"""A canary is found in whatever form it lies about."""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.canaries import found_in

SECRET = "canary+/ä 4711 x"


@pytest.mark.parametrize(
    "form",
    [
        SECRET.encode(),
        quote(SECRET, safe="").encode(),
        SECRET.encode().hex().encode(),
        base64.b64encode(SECRET.encode()),
        base64.b64encode(b"user:" + SECRET.encode() + b" and more"),
        base64.urlsafe_b64encode(b"u:" + SECRET.encode()),
    ],
)
def test_found_in_a_file(tmp_path: Path, form: bytes) -> None:
    (tmp_path / "log").write_bytes(b"before " + form + b" after")
    assert found_in(tmp_path, [SECRET])


def test_found_in_words_and_not_where_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"nothing here")
    assert found_in(tmp_path, [SECRET], f"said {SECRET}")
    assert not found_in(tmp_path, [SECRET], "said nothing")

"""Secrets with a value of their own, and every form in which one could lie about."""

import base64
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, quote_plus


def traces(secret: str) -> set[bytes]:
    """`secret` as bytes: plain, percent-encoded, hex, JSON-escaped, and base64 at any offset."""
    plain = secret.encode()
    found = {
        plain,
        plain[::-1],
        secret.encode("utf-16-le"),
        quote(secret, safe="").encode(),
        quote_plus(secret).encode(),
        plain.hex().encode(),
        plain.hex().upper().encode(),
    }
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for offset in range(3):
            text = encode(b"\0" * offset + plain)
            found.add(text[4 if offset else 0 : len(text) // 4 * 4 - 4])
    return {trace for trace in found if len(trace) >= 6}


def found_in(folder: Path, secrets: Iterable[str], said: str = "") -> list[str]:
    """Where a trace of one of the secrets lies: in a file, a file's name, or what was said."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    places = []
    for secret in secrets:
        for trace in traces(secret):
            places += [f"{secret!r} in {p.name}" for p in files if trace in p.read_bytes()]
            places += [f"{secret!r} names {p}" for p in files if trace in str(p).encode()]
            if trace in said.encode():
                places.append(f"{secret!r} was said")
    return places

"""How retailer credentials are sealed before they are sent: the five candidates of sheet 4.4."""

import os
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

import msgspec

from orderdock.connector import ciphers
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret

SCHEMES = {
    "a": "A: CryptoJS passphrase mode",
    "b": "B: SHA-256 of the token, Base64",
    "c": "C: SHA-256 of the token, hexadecimal",
    "d": "D: the token is the key itself",
    "e": "E: as A, without salt and header",
}
"""Scheme -> what a person may read about it."""


def seal(
    scheme: str,
    token: Secret,
    username: str,
    password: Secret,
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> Secret:
    """The text to send as `connectionInfo` (AES-256-CBC, PKCS#7).

    Raises Refused at `cipher` for an unknown scheme or a token that does not fit it.
    """
    text = msgspec.json.encode({"username": username, "password": password.reveal()})
    said = token.reveal()
    match scheme.strip().lower():
        case "a":
            sealed = ciphers.by_passphrase(text, said.encode(), random(8))
        case "e":
            sealed = ciphers.by_passphrase(text, said.encode())
        case "b" | "c" as which:
            sealed = ciphers.by_key(text, sha256(said.encode()).digest(), random(16))
            if which == "c":
                return Secret(f"{sealed[:16].hex()}:{sealed[16:].hex()}")
        case "d":
            key = ciphers.key_in(said)
            if key is None:
                no_key = "Stackline's one-time token is no key of 32 bytes."
                raise Refused("cipher", no_key, "Choose another cipher.")
            sealed = ciphers.by_key(text, key, random(16))
        case _:
            raise Refused("cipher", "There is no such cipher.", f"Choose {', '.join(SCHEMES)}.")
    return Secret(b64encode(sealed).decode())

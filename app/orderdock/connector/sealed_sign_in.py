"""A user name and a password sealed under a one-time token, by a scheme that nobody has named.

The candidates are the ways in which other programs use AES-256-CBC with a token.
"""

import os
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

import msgspec

from orderdock.auth.steps import Answers, Field, FieldKind, Option
from orderdock.connector import ciphers
from orderdock.connector.contract import Desk
from orderdock.connector.linking import PASSWORD, USERNAME
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret

CIPHER = "cipher"
"""The field that asks for the scheme, and the assumption that suggests one."""
SCHEMES = {
    "a": "A: CryptoJS passphrase mode",
    "b": "B: SHA-256 of the token, Base64",
    "c": "C: SHA-256 of the token, hexadecimal",
    "d": "D: the token is the key itself",
    "e": "E: as A, without salt and header",
}
"""Scheme -> what a person may read about it."""


def cipher_field(desk: Desk, provider: str) -> Field:
    """The question which scheme, behind "Advanced"."""
    return Field(
        CIPHER,
        "Encryption",
        FieldKind.CHOICE,
        required=False,
        default=desk.assumptions[CIPHER],
        options=tuple(Option(key, label) for key, label in SCHEMES.items()),
        help=f"{provider} has not said which one it uses.",
        advanced=True,
    )


async def sealed_answers(desk: Desk, answers: Answers, token: Secret) -> Secret:
    """What was typed in the form of a link, sealed. Raises Refused at `cipher`."""
    scheme = answers.text(CIPHER, desk.assumptions[CIPHER])
    return await desk.work(seal, scheme, token, answers.text(USERNAME), answers.secret(PASSWORD))


def seal(
    scheme: str,
    token: Secret,
    username: str,
    password: Secret,
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> Secret:
    """User name and password as JSON, under AES-256-CBC with PKCS#7.

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
                no_key = "The one-time token is no key of 32 bytes."
                raise Refused(CIPHER, no_key, "Choose another cipher.")
            sealed = ciphers.by_key(text, key, random(16))
        case _:
            raise Refused(CIPHER, "There is no such cipher.", f"Choose {', '.join(SCHEMES)}.")
    return Secret(b64encode(sealed).decode())

"""How retailer credentials are sealed before they are sent: the five candidates of sheet 4.4.

The vendor documents none of them. None is authenticated encryption, and a short token has little
entropy: TLS is what protects the credentials on their way.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Callable

import msgspec

from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret

Random = Callable[[int], bytes]

SCHEMES = {
    "a": "A: CryptoJS passphrase mode",
    "b": "B: SHA-256 of the token, Base64",
    "c": "C: SHA-256 of the token, hexadecimal",
    "d": "D: the token is the key itself",
    "e": "E: as A, without salt and header",
}
"""Scheme -> what a person may read about it."""


def seal(
    scheme: str, token: Secret, username: str, password: Secret, *, random: Random = os.urandom
) -> Secret:
    """The text to send as `connectionInfo` (AES-256-CBC, PKCS#7).

    Raises Refused at `cipher` for an unknown scheme or a token that does not fit it.
    """
    plaintext = msgspec.json.encode({"username": username, "password": password.reveal()})
    key_text = token.reveal().encode()
    match scheme.strip().lower():
        case "a":
            salt = random(8)
            key, iv = _evp_bytes_to_key(key_text, salt)
            sealed = b"Salted__" + salt + _encrypt(key, iv, plaintext)
        case "b":
            iv = random(16)
            sealed = iv + _encrypt(hashlib.sha256(key_text).digest(), iv, plaintext)
        case "c":
            iv = random(16)
            ciphertext = _encrypt(hashlib.sha256(key_text).digest(), iv, plaintext)
            return Secret(f"{iv.hex()}:{ciphertext.hex()}")
        case "d":
            iv = random(16)
            sealed = iv + _encrypt(_key_in(token.reveal()), iv, plaintext)
        case "e":
            sealed = _encrypt(*_evp_bytes_to_key(key_text, b""), plaintext)
        case _:
            raise Refused("cipher", "There is no such cipher.", f"Choose {', '.join(SCHEMES)}.")
    return Secret(base64.b64encode(sealed).decode())


def _encrypt(key: bytes, iv: bytes, plaintext: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padder.update(plaintext) + padder.finalize()) + encryptor.finalize()


def _evp_bytes_to_key(passphrase: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """OpenSSL's derivation with MD5 and one round: 32 bytes of key, 16 of IV."""
    derived = block = b""
    while len(derived) < 48:
        block = hashlib.md5(block + passphrase + salt, usedforsecurity=False).digest()
        derived += block
    return derived[:32], derived[32:48]


def _key_in(token: str) -> bytes:
    """The 32 bytes that a token spells as they are, in hexadecimal or in Base64."""
    text = token.strip()
    if len(text) == 64:
        try:
            return bytes.fromhex(text)
        except ValueError:
            pass
    if len(text) in {43, 44}:
        try:
            decoded = base64.b64decode(text.rstrip("=").translate(_URL_SAFE) + "=", validate=True)
        except (binascii.Error, ValueError):
            decoded = b""
        if len(decoded) == 32:
            return decoded
    if len(text.encode()) == 32:
        return text.encode()
    raise Refused(
        "cipher", "Stackline's one-time token is no key of 32 bytes.", "Choose another cipher."
    )


_URL_SAFE = str.maketrans("-_", "+/")

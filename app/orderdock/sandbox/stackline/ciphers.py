"""Reading `connectionInfo`: the five candidate schemes of sheet 4.4, from the receiving side.

Each function takes the sent text and the TOTP token and returns the plain bytes, or raises
`ValueError`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable

_BLOCK = 16


def _aes_cbc_open(key: bytes, vector: bytes, sealed: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if not sealed or len(sealed) % _BLOCK:
        raise ValueError("not a whole number of blocks")
    opener = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    padded = opener.update(sealed) + opener.finalize()
    size = padded[-1]
    if not 1 <= size <= _BLOCK or padded[-size:] != bytes([size]) * size:
        raise ValueError("wrong padding")
    return padded[:-size]


def _bytes_to_key(password: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """OpenSSL's EVP_BytesToKey with MD5 and one round: a 32-byte key and a 16-byte vector."""
    material = last = b""
    while len(material) < 48:
        last = hashlib.md5(last + password + salt, usedforsecurity=False).digest()
        material += last
    return material[:32], material[32:48]


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not Base64") from error


def _split_vector(text: str) -> tuple[bytes, bytes]:
    """Vector and sealed bytes, from either `hex:hex` or Base64."""
    if ":" in text:
        vector_text, _, sealed_text = text.partition(":")
        vector, sealed = bytes.fromhex(vector_text), bytes.fromhex(sealed_text)
    else:
        data = _from_base64(text)
        vector, sealed = data[:_BLOCK], data[_BLOCK:]
    if len(vector) != _BLOCK:
        raise ValueError("the vector has the wrong length")
    return vector, sealed


def open_a(text: str, token: str) -> bytes:
    """Passphrase mode with a salt and its header, in Base64."""
    data = _from_base64(text)
    if data[:8] != b"Salted__" or len(data) < 16:
        raise ValueError("no salt")
    key, vector = _bytes_to_key(token.encode(), data[8:16])
    return _aes_cbc_open(key, vector, data[16:])


def open_b(text: str, token: str) -> bytes:
    """SHA-256 of the token as key; vector and sealed bytes together in Base64."""
    if ":" in text:
        raise ValueError("not Base64")
    vector, sealed = _split_vector(text)
    return _aes_cbc_open(hashlib.sha256(token.encode()).digest(), vector, sealed)


def open_c(text: str, token: str) -> bytes:
    """As B, written `hex:hex`."""
    if ":" not in text:
        raise ValueError("no colon between vector and text")
    vector, sealed = _split_vector(text)
    return _aes_cbc_open(hashlib.sha256(token.encode()).digest(), vector, sealed)


def open_d(text: str, token: str) -> bytes:
    """The token is the key, in hex or Base64; the rest as B or C."""
    key = bytes.fromhex(token) if len(token) == 64 else base64.b64decode(token)
    vector, sealed = _split_vector(text)
    return _aes_cbc_open(key, vector, sealed)


def open_e(text: str, token: str) -> bytes:
    """Node's `createCipher` writes no encoding of its own; hex and Base64 are both taken."""
    try:
        sealed = bytes.fromhex(text)
    except ValueError:
        sealed = _from_base64(text)
    key, vector = _bytes_to_key(token.encode(), b"")
    return _aes_cbc_open(key, vector, sealed)


OPENERS: dict[str, Callable[[str, str], bytes]] = {
    "a": open_a,
    "b": open_b,
    "c": open_c,
    "d": open_d,
    "e": open_e,
}

"""AES-256-CBC under a token, as other programs do it, for providers that name only the cipher.

None of this is authenticated encryption, and a short token has little entropy: TLS is what protects
a text on its way.
"""

import base64
import binascii
import hashlib

_URL_SAFE = str.maketrans("-_", "+/")


def by_passphrase(text: bytes, passphrase: bytes, salt: bytes = b"") -> bytes:
    """Key and vector derived from the passphrase by MD5 in one round.

    CryptoJS and `openssl enc -md md5` do so with a salt of 8 bytes, Node's createCipher without.
    """
    derived = block = b""
    while len(derived) < 48:
        block = hashlib.md5(block + passphrase + salt, usedforsecurity=False).digest()
        derived += block
    header = b"Salted__" + salt if salt else b""
    return header + _encrypt(derived[:32], derived[32:48], text)


def by_key(text: bytes, key: bytes, iv: bytes) -> bytes:
    """The vector of 16 bytes, then the text under a key of 32 bytes."""
    return iv + _encrypt(key, iv, text)


def key_in(token: str) -> bytes | None:
    """The 32 bytes that a token spells: in hexadecimal, in Base64, or as they are; None if none."""
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
    return text.encode() if len(text.encode()) == 32 else None


def _encrypt(key: bytes, iv: bytes, text: bytes) -> bytes:
    # Imported here: OpenSSL is slow to load, and seldom needed.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padder.update(text) + padder.finalize()) + encryptor.finalize()

"""Sealing one secret for one connection under one name: AES-256-GCM."""

import os

from orderdock.domain.secret import Secret

KEY_BYTES = 32
_MARK = b"OD1"
_NONCE_BYTES = 12


class Unopenable(Exception):
    """A record was sealed with another key, for another place, or is damaged."""


class SealingKey:
    """The 32-byte key of a profile's vault; prints as nothing."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a sealing key has 32 bytes")
        self._key = key

    @classmethod
    def fresh(cls) -> "SealingKey":
        """A random key."""
        return cls(os.urandom(KEY_BYTES))

    def seal(self, secret: Secret, connection: str, name: str) -> bytes:
        """`secret`, readable only with this key and only as `name` of `connection`."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE_BYTES)
        place = _place(connection, name)
        return _MARK + nonce + AESGCM(self._key).encrypt(nonce, secret.reveal().encode(), place)

    def open(self, sealed: bytes, connection: str, name: str) -> Secret:
        """The secret in `sealed`. Raises Unopenable."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        start = len(_MARK)
        nonce, rest = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        if not sealed.startswith(_MARK) or len(nonce) != _NONCE_BYTES:
            raise Unopenable
        try:
            text = AESGCM(self._key).decrypt(nonce, rest, _place(connection, name))
            return Secret(text.decode())
        except (InvalidTag, UnicodeDecodeError):
            raise Unopenable from None

    def reveal(self) -> bytes:
        """The key itself, for the keyring and for the pipe to a process of ours alone."""
        return self._key

    def __repr__(self) -> str:
        return "SealingKey(•••)"

    def __reduce__(self) -> str:
        raise TypeError("a key is never pickled")


def _place(connection: str, name: str) -> bytes:
    return b"\0".join((b"orderdock", connection.encode(), name.encode()))

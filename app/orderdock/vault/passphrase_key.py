"""The vault's key from a passphrase: Argon2id, for who has no system keyring."""

import asyncio
import base64
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from orderdock.domain.errors import VaultLocked
from orderdock.domain.secret import Secret
from orderdock.vault.sealing import KEY_BYTES, SealingKey, Unopenable

_CHECK = Secret("the passphrase fits")
_PLACE = ("vault", "check")
_LARGEST_KIB, _MOST_ROUNDS, _MOST_LANES = 4 * 1024 * 1024, 64, 64
"""What a file may ask of this computer."""
_ONE_AT_A_TIME = threading.Lock()
"""OpenSSL has one pool of threads, and gives up when two derivations want it at once."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a passphrase becomes the key (second setting of RFC 9106), and a check of it."""

    salt: bytes
    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4
    check: bytes = b""
    """A known text sealed with the key: tells a wrong passphrase from a right one."""

    def to_json(self) -> dict[str, Any]:
        """As kept in the profile; nothing of it is secret."""
        return {
            "kdf": "argon2id",
            "salt": base64.b64encode(self.salt).decode(),
            "memory_kib": self.memory_kib,
            "iterations": self.iterations,
            "lanes": self.lanes,
            "check": base64.b64encode(self.check).decode(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back. Raises ValueError when it makes no sense."""
        try:
            recipe = cls(
                salt=base64.b64decode(data["salt"], validate=True),
                memory_kib=int(data["memory_kib"]),
                iterations=int(data["iterations"]),
                lanes=int(data["lanes"]),
                check=base64.b64decode(data["check"], validate=True),
            )
        except (KeyError, TypeError) as trouble:
            raise ValueError("a part is missing") from trouble
        sane = (
            data.get("kdf") == "argon2id"
            and len(recipe.salt) >= 8
            and 0 < recipe.iterations <= _MOST_ROUNDS
            and 0 < recipe.lanes <= _MOST_LANES
            and 8 * recipe.lanes <= recipe.memory_kib <= _LARGEST_KIB
        )
        if not sane:
            raise ValueError("a value is out of range")
        return recipe


async def new_key(passphrase: Secret, *, memory_kib: int = 64 * 1024) -> tuple[SealingKey, Recipe]:
    """The key from a new passphrase, and the recipe to make it again. Raises VaultLocked."""
    bare = Recipe(salt=os.urandom(16), memory_kib=memory_kib)
    key = await asyncio.to_thread(_derive, passphrase, bare)
    check = key.seal(_CHECK, *_PLACE)
    return key, Recipe(bare.salt, bare.memory_kib, bare.iterations, bare.lanes, check)


async def same_key(passphrase: Secret, recipe: Recipe) -> SealingKey | None:
    """The key again; None when the passphrase is a wrong one. Raises VaultLocked."""
    key = await asyncio.to_thread(_derive, passphrase, recipe)
    try:
        key.open(recipe.check, *_PLACE)
    except Unopenable:
        return None
    return key


def _derive(passphrase: Secret, recipe: Recipe) -> SealingKey:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=recipe.salt,
        length=KEY_BYTES,
        iterations=recipe.iterations,
        lanes=recipe.lanes,
        memory_cost=recipe.memory_kib,
    )
    try:
        with _ONE_AT_A_TIME:
            return SealingKey(kdf.derive(passphrase.reveal().encode()))
    except MemoryError:
        raise VaultLocked(
            f"There is too little memory to check the passphrase ({recipe.memory_kib // 1024} MB).",
            "Close other programs and try again.",
        ) from None

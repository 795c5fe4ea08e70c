"""Where the vault's key comes from: the keyring, else a passphrase, else this session only."""

import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from orderdock.domain.errors import VaultLocked
from orderdock.domain.secret import Secret
from orderdock.system.atomic import write_atomically, write_new
from orderdock.vault.keyring_key import SystemKeyring
from orderdock.vault.passphrase_key import Recipe, new_key, same_key
from orderdock.vault.sealing import SealingKey

_VERSION = 1
_NO_KEYRING = "There is no system keyring, and no passphrase was given to protect saved sign-ins."
_WAYS = "Set ORDERDOCK_PASSPHRASE, or run this where Orderdock can ask you."


class Questions(Protocol):
    """What a person is asked about the vault. `trouble` says why it is asked again."""

    async def new_passphrase(self, trouble: str | None) -> Secret | None:
        """A passphrase for a new vault; None to keep sign-ins for this session only."""
        ...

    async def passphrase(self, trouble: str | None) -> Secret:
        """The passphrase of the vault there is."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A key that is at hand. `kind` is keyring, passphrase, session or lent."""

    key: SealingKey
    kind: str


@dataclass(frozen=True, slots=True)
class Opening:
    """Finds or makes the key of one profile. `file` remembers which way was taken."""

    file: Path
    find_keyring: Callable[[], Awaitable[SystemKeyring | None]]
    given_passphrase: Callable[[], Secret | None] = lambda: None
    """ORDERDOCK_PASSPHRASE, when it is set."""
    memory_kib: int = 64 * 1024
    usual_passphrase: Secret | None = None
    """Of a profile in which nothing is secret: it stands in where none is given, or another."""

    async def key(self, questions: Questions | None) -> Opened:
        """The key; `questions` None means that nobody can be asked.

        Raises VaultLocked, and what `questions` raises.
        """
        known = recorded_vault(self.file)
        if known is None:
            return await self._first_time(questions)
        if known["kind"] == "keyring":
            return Opened(await self._from_keyring(known), "keyring")
        return Opened(await self._from_passphrase(known, questions), "passphrase")

    def kind(self) -> str:
        """keyring, passphrase, or nothing when no vault was made yet. Raises VaultLocked."""
        known = recorded_vault(self.file)
        return str(known["kind"]) if known else ""

    async def _first_time(self, questions: Questions | None) -> Opened:
        keyring = await self.find_keyring()
        if keyring is not None:
            return await self._new_in_keyring(keyring, questions)
        given = self.given_passphrase() or self.usual_passphrase
        if not given:
            if questions is None:
                raise VaultLocked(_NO_KEYRING, _WAYS)
            given = await questions.new_passphrase(None)
            if given is None:
                return Opened(SealingKey.fresh(), "session")
        key, recipe = await new_key(given, memory_kib=self.memory_kib)
        if not self._write_new({"kind": "passphrase", **recipe.to_json()}):
            return await self.key(questions)
        return Opened(key, "passphrase")

    async def _new_in_keyring(self, keyring: SystemKeyring, questions: Questions | None) -> Opened:
        vault_id, key = secrets.token_hex(8), SealingKey.fresh()
        await keyring.keep(vault_id, key)
        if not self._write_new({"kind": "keyring", "keyring": keyring.name, "id": vault_id}):
            await keyring.forget(vault_id)
            return await self.key(questions)
        return Opened(key, "keyring")

    async def _from_keyring(self, known: dict[str, Any]) -> SealingKey:
        keyring = await self.find_keyring()
        if keyring is None or keyring.name != known.get("keyring"):
            raise VaultLocked(
                "The system keyring that protects your saved sign-ins is not available here.",
                "Log in to your desktop so that its keyring runs, then try again.",
            )
        vault_id = str(known.get("id", ""))
        key = await keyring.key(vault_id)
        if key is None:
            # It was removed from a keyring that works: what it sealed is lost, and signing in
            # again must be possible.
            key = SealingKey.fresh()
            await keyring.keep(vault_id, key)
        return key

    async def _from_passphrase(
        self, known: dict[str, Any], questions: Questions | None
    ) -> SealingKey:
        try:
            recipe = Recipe.from_json(known)
        except ValueError:
            raise _damaged(self.file) from None
        given = self.given_passphrase()
        for passphrase in filter(None, (given, self.usual_passphrase)):
            if (key := await same_key(passphrase, recipe)) is not None:
                return key
        if given:
            raise VaultLocked(
                "ORDERDOCK_PASSPHRASE is not the passphrase of this profile.",
                "Correct it, or unset it to be asked.",
            )
        if questions is None:
            raise VaultLocked(
                "Saved sign-ins are protected by a passphrase.",
                "Set ORDERDOCK_PASSPHRASE, or run this where Orderdock can ask you.",
            )
        trouble: str | None = None
        while True:
            if (key := await same_key(await questions.passphrase(trouble), recipe)) is not None:
                return key
            trouble = "This is not the passphrase. Try again."

    def _write_new(self, what: dict[str, Any]) -> bool:
        """Remember a new vault; False when another program was first."""
        content = json.dumps({"version": _VERSION, **what}, indent=1).encode() + b"\n"
        try:
            return write_new(self.file, content)
        except FileNotFoundError:
            raise VaultLocked("The data folder is gone.", "Start Orderdock again.") from None
        except OSError:
            return self._write_without_links(content)

    def _write_without_links(self, content: bytes) -> bool:
        """For file systems that know no hard links: two first starts at once are not told apart."""
        if self.file.exists():
            return False
        write_atomically(self.file, content)
        return True


def recorded_vault(file: Path) -> dict[str, Any] | None:
    """What `file` says of the vault; None when there is none yet. Raises VaultLocked if damaged."""
    try:
        known = json.loads(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        raise _damaged(file) from None
    if not isinstance(known, dict) or known.get("kind") not in {"keyring", "passphrase"}:
        raise _damaged(file)
    return known


def _damaged(file: Path) -> VaultLocked:
    return VaultLocked(
        f"The file {file.name} of this profile is damaged, so saved sign-ins cannot be opened.",
        "Put it back from a backup, or remove it and sign in to each connection again.",
    )

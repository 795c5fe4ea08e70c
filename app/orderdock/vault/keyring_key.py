"""The vault's key in the system keyring: only keyrings that keep it safe, never a plain file."""

import asyncio
import base64
import importlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from orderdock.domain.errors import VaultLocked
from orderdock.vault.sealing import SealingKey

T = TypeVar("T")

SERVICE = "Orderdock"
_ALLOWED = {
    "SecretService": ("keyring.backends.SecretService", "Keyring"),
    "KWallet": ("keyring.backends.kwallet", "DBusKeyring"),
    "macOS": ("keyring.backends.macOS", "Keyring"),
    "Windows": ("keyring.backends.Windows", "WinVaultKeyring"),
}
"""Named one by one. What `keyring` would pick by itself may be a plain file or nothing at all."""
_DISABLED = ("keyring.backends.null", "keyring.backends.fail")


class _Backend(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class SystemKeyring:
    """A keyring of this computer that answers: its name among the allowed, and itself."""

    name: str
    _backend: _Backend

    async def key(self, vault_id: str) -> SealingKey | None:
        """The key of a vault; None when this keyring has none. Raises VaultLocked."""
        text = await _asked(lambda: self._backend.get_password(SERVICE, vault_id))
        if text is None:
            return None
        try:
            return SealingKey(base64.b64decode(text, validate=True))
        except ValueError:
            return None

    async def keep(self, vault_id: str, key: SealingKey) -> None:
        """Keep a key, and make sure that it can be read again. Raises VaultLocked."""
        text = base64.b64encode(key.reveal()).decode()
        await _asked(lambda: self._backend.set_password(SERVICE, vault_id, text))
        back = await _asked(lambda: self._backend.get_password(SERVICE, vault_id))
        if back != text:
            raise VaultLocked(
                "The system keyring did not keep the key to your sign-ins.",
                "Check the keyring of this computer and try again.",
            )

    async def forget(self, vault_id: str) -> None:
        """Remove a key; one that is not there is no trouble. Raises VaultLocked."""

        def remove() -> None:
            from keyring.errors import PasswordDeleteError

            try:
                self._backend.delete_password(SERVICE, vault_id)
            except PasswordDeleteError:
                return

        await _asked(remove)


async def find_keyring(environ_choice: str = "") -> SystemKeyring | None:
    """The best keyring that answers on this computer; None when there is none.

    `environ_choice` is PYTHON_KEYRING_BACKEND: it can switch keyrings off, but never choose one
    that is not allowed.
    """
    return await _in_thread(lambda: best_keyring(environ_choice))


def best_keyring(environ_choice: str = "") -> SystemKeyring | None:
    """`find_keyring`, blocking."""
    if environ_choice.startswith(_DISABLED):
        return None
    best: tuple[float, SystemKeyring] | None = None
    for name, (module, kind) in _ALLOWED.items():
        try:
            backend: Any = getattr(importlib.import_module(module), kind)
            priority = float(backend.priority)
            found = SystemKeyring(name, backend())
        except Exception:  # noqa: BLE001, S112 - a back end that does not work may raise anything
            continue
        if best is None or priority > best[0]:
            best = (priority, found)
    return best[1] if best else None


async def _asked(question: Callable[[], T]) -> T:
    """Ask the keyring in a thread; all that can go wrong becomes VaultLocked."""
    from keyring.errors import InitError, KeyringLocked

    try:
        return await _in_thread(question)
    except (KeyringLocked, InitError):
        raise VaultLocked("The system keyring is locked.", "Unlock it, then try again.") from None
    except Exception:  # noqa: BLE001 - back ends raise their libraries' own errors
        raise VaultLocked(
            "The system keyring does not answer.",
            "Check that the keyring of your desktop is running, then try again.",
        ) from None


async def _in_thread(work: Callable[[], T]) -> T:
    """Run `work` in a thread of its own that does not keep the program from ending.

    A keyring may show a window and wait for the person for ever.
    """
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: BaseException | None) -> None:
        if result.done():
            return
        if error is not None:
            result.set_exception(error)
        else:
            result.set_result(value)  # type: ignore[arg-type]  # None only where T allows it

    def run() -> None:
        value, trouble = None, None
        try:
            value = work()
        except Exception as error:  # noqa: BLE001 - handed over to the waiting coroutine
            trouble = error
        try:
            loop.call_soon_threadsafe(settle, value, trouble)
        except RuntimeError:
            return  # the program has ended meanwhile

    threading.Thread(target=run, name="keyring", daemon=True).start()
    return await result

"""The vault as the services use it: questions about it go to the dialogue at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from orderdock.auth.steps import Dialogue, Field, FieldKind, Form
from orderdock.domain.secret import Secret
from orderdock.vault.drawers import ConnectionDrawer
from orderdock.vault.keyring_key import SystemKeyring, find_keyring
from orderdock.vault.opening import Opening
from orderdock.vault.sealing import SealingKey
from orderdock.vault.vault import SealedStore, Vault

_SHORTEST = 8
_NEW = Form(
    title="Protect your saved sign-ins",
    message="This computer has no system keyring. Choose a passphrase: sign-ins are sealed with "
    "it, and it is asked for again after each start. It cannot be recovered.",
    fields=(
        Field("passphrase", "Passphrase", FieldKind.PASSWORD, required=False),
        Field("passphrase_again", "The same again", FieldKind.PASSWORD, required=False),
        Field(
            "session_only",
            "Keep sign-ins only until Orderdock is closed",
            FieldKind.BOOL,
            required=False,
            default="false",
        ),
    ),
    reassurance="Encrypted on this computer.",
)
_UNLOCK = Form(
    title="Unlock your saved sign-ins",
    fields=(Field("passphrase", "Passphrase", FieldKind.PASSWORD),),
    submit="Unlock",
)


@dataclass(frozen=True, slots=True)
class AskedInDialogue:
    """Asks about the vault in a dialogue."""

    dialogue: Dialogue

    async def new_passphrase(self, trouble: str | None) -> Secret | None:
        """A passphrase of at least eight characters, or None for this session only."""
        while True:
            form = _NEW.with_error("passphrase", trouble) if trouble else _NEW
            answers = await self.dialogue.ask(form)
            if answers.yes("session_only"):
                return None
            passphrase = answers.secret("passphrase")
            again = answers.secret("passphrase_again")
            if not passphrase:
                trouble = "A passphrase is needed where there is no system keyring."
            elif len(passphrase.reveal()) < _SHORTEST:
                trouble = f"A passphrase has at least {_SHORTEST} characters."
            elif again and again != passphrase:
                trouble = "The two passphrases differ."
            else:
                return passphrase

    async def passphrase(self, trouble: str | None) -> Secret:
        """The passphrase of the vault there is."""
        form = _UNLOCK.with_error("passphrase", trouble) if trouble else _UNLOCK
        return (await self.dialogue.ask(form)).secret("passphrase")


def profile_safe(
    store: SealedStore,
    vault_file: Path,
    *,
    given_passphrase: Callable[[], Secret | None],
    environ: Mapping[str, str],
    usual_passphrase: Secret | None = None,
    lent: SealingKey | None = None,
) -> "VaultSafe":
    """The safe of a profile: the system keyring where there is one, else a passphrase.

    With a `lent` key it is open already. `usual_passphrase` opens a profile that rehearses.
    """

    async def keyring() -> SystemKeyring | None:
        return await find_keyring(environ.get("PYTHON_KEYRING_BACKEND", ""))

    opening = Opening(vault_file, keyring, given_passphrase, usual_passphrase=usual_passphrase)
    return VaultSafe(Vault(store, opening, lent=lent))


@dataclass(frozen=True, slots=True)
class VaultSafe:
    """A vault whose questions a Dialogue shows."""

    vault: Vault

    async def unlock(self, dialogue: Dialogue | None) -> None:
        """Have the key at hand; asks only when it must.

        Raises VaultLocked, MissingAnswer, PersonCancelled.
        """
        await self.vault.unlock(AskedInDialogue(dialogue) if dialogue is not None else None)

    def lend(self) -> SealingKey | None:
        """The key for another process of ours, when there is one it could use."""
        return self.vault.lend()

    def drawer(self, connection: str) -> ConnectionDrawer:
        """The connection's secrets."""
        return ConnectionDrawer(self.vault, connection)

    def seal(self, connection: str, values: Mapping[str, Secret | None]) -> dict[str, bytes | None]:
        """The values as sealed records for this connection, to be stored by the caller."""
        return self.vault.seal(connection, values)

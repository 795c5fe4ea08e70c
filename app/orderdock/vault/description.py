"""What `doctor` says about the vault, found out without opening it or asking anybody."""

from pathlib import Path
from typing import Any

from orderdock.domain.errors import VaultLocked
from orderdock.vault.keyring_key import best_keyring
from orderdock.vault.opening import recorded_vault


def describe_vault(file: Path, environ_choice: str = "") -> dict[str, Any]:
    """The vault of a profile: `ok`, `says`, `kind` and `keyring`. Blocks while keyrings answer."""
    found = best_keyring(environ_choice)
    name = found.name if found is not None else ""
    facts = {"keyring": name or None}
    try:
        known = recorded_vault(file)
    except VaultLocked as damaged:
        return {"ok": False, "says": str(damaged), "kind": "damaged", **facts}
    if known is None:
        says = (
            f"No sign-in was saved yet; the keyring ({name}) will protect them."
            if name
            else "No sign-in was saved yet; without a keyring a passphrase will be asked for."
        )
        return {"ok": True, "says": says, "kind": "none", **facts}
    if known["kind"] == "passphrase":
        says = "Saved sign-ins are protected by a passphrase."
        return {"ok": True, "says": says, "kind": "passphrase", **facts}
    wanted = str(known.get("keyring", ""))
    there = name == wanted
    says = (
        f"Saved sign-ins are protected by the keyring ({name})."
        if there
        else f"Saved sign-ins need the keyring {wanted}, which does not answer here."
    )
    return {"ok": there, "says": says, "kind": "keyring", **facts}

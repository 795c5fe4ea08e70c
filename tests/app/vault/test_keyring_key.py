import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.secret_service import SecretService

PRELUDE = """
import asyncio, json, os, sys
from pathlib import Path
from orderdock.domain.errors import VaultLocked
from orderdock.domain.secret import Secret
from orderdock.auth.safe import profile_safe
from orderdock.vault.description import describe_vault

class Records:
    def __init__(self, file):
        self.file = file
        self.kept = json.loads(file.read_text()) if file.exists() else {}
    def read(self, connection, name):
        sealed = self.kept.get(connection + name)
        return bytes.fromhex(sealed) if sealed else None
    def write(self, connection, records):
        for name, sealed in records.items():
            self.kept[connection + name] = sealed.hex()
        self.file.write_text(json.dumps(self.kept))

FOLDER = Path(sys.argv[1])
def safe():
    return profile_safe(Records(FOLDER / "records.json"), FOLDER / "vault.json",
        given_passphrase=lambda: None, environ=os.environ)
async def tried(work):
    try:
        return await work
    except VaultLocked as locked:
        return f"locked: {locked}"
"""
PUT = "print(asyncio.run(tried(safe().drawer('c-1').put({'token': Secret('abc')}))))"
GET = """
secret = asyncio.run(tried(safe().drawer('c-1').get('token')))
print(secret.reveal() if isinstance(secret, Secret) else secret)
"""
DESCRIBE = "print(json.dumps(describe_vault(FOLDER / 'vault.json')))"
FORGET = """
import keyring
keyring.delete_password("Orderdock", json.loads((FOLDER / "vault.json").read_text())["id"])
"""


def told(program: str, folder: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + program, str(folder)],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout.strip()


def test_the_real_keyring_holds_the_key_and_nothing_else(
    keyring_service: SecretService, tmp_path: Path
) -> None:
    env = keyring_service.env
    assert '"kind": "none"' in told(DESCRIBE, tmp_path, env)
    assert told(PUT, tmp_path, env) == "None"
    assert told(GET, tmp_path, env) == "abc"
    assert '"kind": "keyring"' in told(DESCRIBE, tmp_path, env)
    assert '"SecretService"' in (tmp_path / "vault.json").read_text()

    keyring_service.lock()
    assert told(GET, tmp_path, env) == (
        "locked: The system keyring is locked. Unlock it, then try again."
    )


def test_a_key_removed_from_the_keyring_makes_room_for_a_new_one(
    keyring_service: SecretService, tmp_path: Path
) -> None:
    env = keyring_service.env
    told(PUT, tmp_path, env)
    told(FORGET, tmp_path, env)
    gone = told(
        "from orderdock.domain.errors import SignInNeeded\n"
        "try: asyncio.run(safe().drawer('c-1').get('token'))\n"
        "except SignInNeeded as needed: print(needed)",
        tmp_path,
        env,
    )
    assert gone.startswith("The saved sign-in can no longer be opened")
    told(PUT, tmp_path, env)
    assert told(GET, tmp_path, env) == "abc"


def test_a_vault_whose_keyring_is_away_is_not_replaced_by_another(
    keyring_service: SecretService, tmp_path: Path
) -> None:
    told(PUT, tmp_path, keyring_service.env)
    before = (tmp_path / "vault.json").read_text()
    assert told(GET, tmp_path).startswith("locked: The system keyring that protects your saved")
    assert told(PUT, tmp_path).startswith("locked: The system keyring that protects your saved")
    assert (tmp_path / "vault.json").read_text() == before


def test_without_a_keyring_nothing_is_written_in_plain(tmp_path: Path) -> None:
    assert told(PUT, tmp_path).startswith("locked: There is no system keyring")
    assert not list(tmp_path.iterdir())


def test_a_plain_keyring_of_the_environment_is_not_used(
    keyring_service: SecretService, tmp_path: Path
) -> None:
    plain = tmp_path / "plain_ring.py"
    plain.write_text(
        "import keyring.backend\n"
        "class Keyring(keyring.backend.KeyringBackend):\n"
        "    priority = 99\n"
        "    def get_password(self, s, u): raise SystemExit('asked')\n"
        "    set_password = delete_password = get_password\n"
    )
    env = {
        **keyring_service.env,
        "PYTHON_KEYRING_BACKEND": "plain_ring.Keyring",
        "PYTHONPATH": str(tmp_path),
    }
    assert told(PUT, tmp_path, env) == "None"
    assert told(GET, tmp_path, env) == "abc"
    switched_off = {**env, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    assert told(GET, tmp_path, switched_off).startswith("locked: ")

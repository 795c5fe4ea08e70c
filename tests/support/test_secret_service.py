"""The real keyring of tests, as a program meets it through the keyring library."""

import subprocess
import sys
from collections.abc import Mapping

from tests.support.secret_service import SecretService

ROUND_TRIP = """
import keyring
print(keyring.get_keyring().__module__)
keyring.set_password("a test", "key", "a secret ü")
print(keyring.get_password("a test", "key"))
"""
READ = """
import keyring, keyring.errors
try:
    print(keyring.get_password("a test", "key"))
except keyring.errors.KeyringError as problem:
    print(type(problem).__name__)
"""


def told(program: str, env: Mapping[str, str] | None = None) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_secret_comes_back_from_the_real_keyring(keyring_service: SecretService) -> None:
    assert told(ROUND_TRIP, keyring_service.env) == ["keyring.backends.SecretService", "a secret ü"]


def test_a_locked_keyring_is_refused_and_not_waited_for(keyring_service: SecretService) -> None:
    told(ROUND_TRIP, keyring_service.env)
    keyring_service.lock()
    assert told(READ, keyring_service.env) == ["KeyringLocked"]


def test_tests_meet_no_keyring_by_themselves() -> None:
    assert told(READ) == ["NoKeyringError"]

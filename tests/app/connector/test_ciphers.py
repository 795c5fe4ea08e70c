"""AES-256-CBC under a token: each way opened again."""

from hashlib import md5

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from orderdock.connector.ciphers import by_key, by_passphrase, key_in

TEXT, KEY, IV = b"a text of no special length", bytes(range(32)), bytes(range(16))


def opened(key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(ciphertext) + decryptor.finalize()
    return padded[: -padded[-1]]


@pytest.mark.parametrize("salt", [b"", b"saltsalt"])
def test_a_passphrase_makes_key_and_vector_and_shows_its_salt(salt: bytes) -> None:
    blocks = [b""]
    for _ in range(3):
        blocks.append(md5(blocks[-1] + b"word" + salt, usedforsecurity=False).digest())
    sealed = by_passphrase(TEXT, b"word", salt)
    header = b"Salted__" + salt if salt else b""
    assert sealed.startswith(header)
    assert opened(blocks[1] + blocks[2], blocks[3], sealed[len(header) :]) == TEXT


def test_under_a_key_the_vector_stands_first() -> None:
    sealed = by_key(TEXT, KEY, IV)
    assert sealed[:16] == IV
    assert opened(KEY, IV, sealed[16:]) == TEXT


@pytest.mark.parametrize("token", ["", "493021", "z" * 64, "!" * 44, "A" * 31])
def test_a_token_that_spells_no_key_is_none(token: str) -> None:
    assert key_in(token) is None

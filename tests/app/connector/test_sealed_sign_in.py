"""The candidate ciphers: the vectors worked out for them, and each opened again."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from orderdock.connector.sealed_sign_in import SCHEMES, seal
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret

TOKEN = Secret("493021")
USERNAME, PASSWORD = "demo@example.com", Secret("correct horse")
PLAINTEXT = b'{"username":"demo@example.com","password":"correct horse"}'
KEY_A = "6003629fc4e494286f0a9ea7743a044ce19e108101a76cb4088224a9b60a1b57"
IV_A = "667279d171e18cbcaab900f0be60f8bd"
VECTOR_A = (
    "U2FsdGVkX18BAgMEBQYHCCRQ7WJ2OQC3UG+fObLyg6i7red80++l07czbsl66kcddIl18tbTRmCKNPHCilqDRtKOmUEh"
    "m4sfPoyfOsAea+Q="
)
VECTOR_B = (
    "AAECAwQFBgcICQoLDA0OD88GdFBy/u8sy1ATTkQ5ZstwRSYrf2cV5i4QrRM1DW89sWf7qX0PxiTz/ltXBeqAXfTYVVKU"
    "UgIni7fW7myjwRk="
)


def counting(size: int) -> bytes:
    """Not random at all: 1, 2, 3 ... for a salt, 0, 1, 2 ... for a vector, as in the sheet."""
    start = 1 if size == 8 else 0
    return bytes(range(start, start + size))


def sealed(scheme: str, token: Secret = TOKEN) -> str:
    return seal(scheme, token, USERNAME, PASSWORD, random=counting).reveal()


def opened(key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(ciphertext) + decryptor.finalize()
    return padded[: -padded[-1]]


def test_a_and_b_give_the_vectors_of_the_sheet() -> None:
    assert sealed("a") == VECTOR_A
    assert sealed("b") == VECTOR_B


def test_a_derives_the_key_and_vector_of_the_sheet() -> None:
    data = base64.b64decode(sealed("a"))
    assert opened(bytes.fromhex(KEY_A), bytes.fromhex(IV_A), data[16:]) == PLAINTEXT


def test_c_is_b_in_hexadecimal() -> None:
    iv, ciphertext = (bytes.fromhex(part) for part in sealed("c").split(":"))
    assert base64.b64encode(iv + ciphertext).decode() == VECTOR_B


@pytest.mark.parametrize("spelling", ["hex", "base64", "urlsafe", "unpadded", "raw"])
def test_d_takes_the_token_as_the_key(spelling: str) -> None:
    key = (
        hashlib.sha256(b"a key").digest()
        if spelling != "raw"
        else b"0123456789abcdefghijklmnopqrstuv"
    )
    token = {
        "hex": key.hex(),
        "base64": base64.b64encode(key).decode(),
        "urlsafe": base64.urlsafe_b64encode(key).decode(),
        "unpadded": base64.b64encode(key).decode().rstrip("="),
        "raw": key.decode("latin-1"),
    }[spelling]
    data = base64.b64decode(sealed("d", Secret(token)))
    assert opened(key, data[:16], data[16:]) == PLAINTEXT


def test_d_refuses_a_token_that_is_no_key() -> None:
    with pytest.raises(Refused) as refused:
        sealed("d")
    assert refused.value.field == "cipher"
    assert "493021" not in str(refused.value)


def test_e_is_a_without_salt_and_header() -> None:
    derived = block = b""
    while len(derived) < 48:
        block = hashlib.md5(block + b"493021", usedforsecurity=False).digest()
        derived += block
    assert opened(derived[:32], derived[32:48], base64.b64decode(sealed("e"))) == PLAINTEXT


def test_an_unknown_scheme_is_refused_at_its_field() -> None:
    with pytest.raises(Refused) as refused:
        sealed("z")
    assert refused.value.field == "cipher"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_two_sealings_differ_where_there_is_chance_and_never_show_the_password(scheme: str) -> None:
    token = Secret("0" * 64)
    first, second = (seal(scheme, token, USERNAME, PASSWORD) for _ in range(2))
    assert (first == second) == (scheme == "e")
    assert "correct" not in repr(first)


def test_text_outside_ascii_is_sent_as_it_is() -> None:
    password = Secret('pässwörd “😀”\\"')
    data = base64.b64decode(seal("b", TOKEN, "jörg", password, random=counting).reveal())
    plaintext = opened(hashlib.sha256(b"493021").digest(), data[:16], data[16:])
    assert plaintext.decode() == '{"username":"jörg","password":"pässwörd “😀”\\\\\\""}'

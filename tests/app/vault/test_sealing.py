import pickle

import pytest

from orderdock.domain.secret import Secret
from orderdock.vault.sealing import SealingKey, Unopenable

KEY = SealingKey(b"k" * 32)


def test_a_sealed_secret_opens_again_and_shows_nothing() -> None:
    sealed = KEY.seal(Secret("a token ü"), "stackline-1", "access_token")
    assert KEY.open(sealed, "stackline-1", "access_token") == Secret("a token ü")
    assert b"token" not in sealed
    assert sealed != KEY.seal(Secret("a token ü"), "stackline-1", "access_token")


def test_a_record_opens_only_in_its_own_place() -> None:
    sealed = KEY.seal(Secret("x"), "stackline-1", "access_token")
    for place in (("stackline-2", "access_token"), ("stackline-1", "refresh_token")):
        with pytest.raises(Unopenable):
            KEY.open(sealed, *place)


def test_another_key_or_a_damaged_record_does_not_open() -> None:
    sealed = KEY.seal(Secret("x"), "c", "n")
    with pytest.raises(Unopenable):
        SealingKey(b"l" * 32).open(sealed, "c", "n")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for broken in (b"", b"OD1", sealed[:-1], changed, b"XX" + sealed):
        with pytest.raises(Unopenable):
            KEY.open(broken, "c", "n")


def test_a_key_is_never_shown_or_pickled() -> None:
    assert "kkk" not in f"{KEY!r} {KEY}"
    with pytest.raises(TypeError):
        pickle.dumps(KEY)

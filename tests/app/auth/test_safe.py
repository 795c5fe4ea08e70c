from pathlib import Path

import pytest

from orderdock.auth.safe import AskedInDialogue, VaultSafe, profile_safe
from orderdock.domain.errors import MissingAnswer, PersonCancelled
from orderdock.domain.secret import Secret
from orderdock.store.database import Database
from orderdock.store.secrets import PROFILE, SealedRecords
from tests.support.scripted_dialogue import ScriptedDialogue


def safe(folder: Path, given: str = "") -> VaultSafe:
    return profile_safe(
        SealedRecords(Database.open(folder / "orderdock.db")),
        folder / "vault.json",
        given_passphrase=lambda: Secret(given) if given else None,
        environ={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    )


async def test_a_passphrase_typed_once_opens_the_vault_later(tmp_path: Path) -> None:
    first = safe(tmp_path)
    dialogue = ScriptedDialogue({"passphrase": "correct horse"})
    await first.unlock(dialogue)
    await first.unlock(dialogue)
    await first.drawer(PROFILE).put({"token": Secret("abc")})
    assert dialogue.titles == ["Protect your saved sign-ins"]

    later = safe(tmp_path)
    dialogue = ScriptedDialogue({"passphrase": ["wrong horse", "correct horse"]})
    await later.unlock(dialogue)
    assert await later.drawer(PROFILE).get("token") == Secret("abc")
    assert dialogue.titles == ["Unlock your saved sign-ins"] * 2
    assert dialogue.errors == ["This is not the passphrase. Try again."]


async def test_the_environment_spares_the_question(tmp_path: Path) -> None:
    dialogue = ScriptedDialogue()
    await safe(tmp_path, "correct horse").unlock(dialogue)
    assert not dialogue.asked
    later = safe(tmp_path, "correct horse")
    await later.drawer(PROFILE).put({"token": Secret("abc")})


async def test_a_weak_or_mistyped_passphrase_is_asked_for_again() -> None:
    dialogue = ScriptedDialogue(
        {
            "passphrase": ["", "short", "correct horse", "correct horse"],
            "passphrase_again": ["", "", "correct hoarse", "correct horse"],
        }
    )
    assert await AskedInDialogue(dialogue).new_passphrase(None) == Secret("correct horse")
    assert dialogue.errors == [
        "A passphrase is needed where there is no system keyring.",
        "A passphrase has at least 8 characters.",
        "The two passphrases differ.",
    ]


async def test_sign_ins_may_be_kept_for_this_session_only(tmp_path: Path) -> None:
    kept = safe(tmp_path)
    await kept.unlock(ScriptedDialogue({"session_only": True}))
    await kept.drawer(PROFILE).put({"token": Secret("abc")})
    assert await kept.drawer(PROFILE).get("token") == Secret("abc")
    assert kept.seal(PROFILE, {"token": Secret("abc")}) == {"token": None}
    assert await safe(tmp_path).drawer(PROFILE).get("token") is None


@pytest.mark.parametrize("trouble", [PersonCancelled(), MissingAnswer("Nobody.", key="passphrase")])
async def test_who_does_not_answer_leaves_nothing_behind(
    tmp_path: Path, trouble: Exception
) -> None:
    kept = safe(tmp_path)
    with pytest.raises(type(trouble)):
        await kept.unlock(ScriptedDialogue({"passphrase": trouble}))
    assert not (tmp_path / "vault.json").exists()
    await kept.unlock(ScriptedDialogue({"passphrase": "correct horse"}))

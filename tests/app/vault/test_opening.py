import asyncio
import json
import stat
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from orderdock.domain.errors import VaultLocked
from orderdock.domain.secret import Secret
from orderdock.vault.opening import Opening
from orderdock.vault.passphrase_key import Recipe, new_key, same_key

LITTLE = 64  # KiB: enough to try the ways, not to protect anything


async def no_keyring() -> None:
    return None


@dataclass
class Person:
    new: list[Secret | None] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    troubles: list[str | None] = field(default_factory=list)

    async def new_passphrase(self, trouble: str | None) -> Secret | None:
        self.troubles.append(trouble)
        return self.new.pop(0)

    async def passphrase(self, trouble: str | None) -> Secret:
        self.troubles.append(trouble)
        return Secret(self.known.pop(0))


def opening(folder: Path, given: str = "", usual: str = "") -> Opening:
    return Opening(
        folder / "vault.json",
        no_keyring,
        lambda: Secret(given) if given else None,
        LITTLE,
        Secret(usual) if usual else None,
    )


def names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_the_passphrase_given_makes_the_vault_and_opens_it_later(tmp_path: Path) -> None:
    first = await opening(tmp_path, "correct horse").key(None)
    again = await opening(tmp_path, "correct horse").key(None)
    assert first.key.reveal() == again.key.reveal()
    assert (first.kind, again.kind) == ("passphrase", "passphrase")
    file = tmp_path / "vault.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "horse" not in file.read_text()


async def test_a_wrong_given_passphrase_is_said_and_not_asked_about(tmp_path: Path) -> None:
    await opening(tmp_path, "correct horse").key(None)
    person = Person()
    with pytest.raises(VaultLocked, match="ORDERDOCK_PASSPHRASE is not the passphrase"):
        await opening(tmp_path, "wrong horse").key(person)
    assert not person.troubles


@pytest.mark.parametrize("given", ["", "of my other profiles"])
async def test_the_usual_passphrase_opens_what_it_made_whatever_is_given(
    tmp_path: Path, given: str
) -> None:
    made = await opening(tmp_path, usual="usual").key(None)
    assert made.kind == "passphrase"
    again = await opening(tmp_path, given, usual="usual").key(None)
    assert again.key.reveal() == made.key.reveal()


async def test_where_the_usual_passphrase_does_not_fit_the_person_is_asked(tmp_path: Path) -> None:
    made = await opening(tmp_path, "correct horse", usual="usual").key(None)
    person = Person(known=["correct horse"])
    again = await opening(tmp_path, usual="usual").key(person)
    assert again.key.reveal() == made.key.reveal()
    assert person.troubles == [None]
    with pytest.raises(VaultLocked, match="protected by a passphrase"):
        await opening(tmp_path, usual="usual").key(None)


async def test_a_wrong_typed_passphrase_asks_again_and_says_why(tmp_path: Path) -> None:
    made = await opening(tmp_path).key(Person(new=[Secret("correct horse")]))
    person = Person(known=["wrong", "correct horse"])
    assert (await opening(tmp_path).key(person)).key.reveal() == made.key.reveal()
    assert person.troubles == [None, "This is not the passphrase. Try again."]


async def test_nobody_to_ask_is_said_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(VaultLocked, match="Set ORDERDOCK_PASSPHRASE"):
        await opening(tmp_path).key(None)
    await opening(tmp_path, "correct horse").key(None)
    with pytest.raises(VaultLocked, match="Set ORDERDOCK_PASSPHRASE"):
        await opening(tmp_path).key(None)


async def test_session_only_leaves_no_file(tmp_path: Path) -> None:
    opened = await opening(tmp_path).key(Person(new=[None]))
    assert opened.kind == "session"
    assert names(tmp_path) == []


async def test_two_programs_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    keys = await asyncio.gather(*(opening(tmp_path, "correct horse").key(None) for _ in range(4)))
    assert len({opened.key.reveal() for opened in keys}) == 1
    assert names(tmp_path) == ["vault.json"]


@pytest.mark.parametrize(
    "content", ["", "nonsense", "[]", '{"kind":"plain"}', '{"kind":"passphrase","salt":"AA"}']
)
async def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "vault.json"
    file.write_text(content)
    with pytest.raises(VaultLocked, match="damaged"):
        await opening(tmp_path, "correct horse").key(None)
    assert file.read_text() == content


async def test_a_file_cannot_ask_for_all_memory(tmp_path: Path) -> None:
    _, recipe = await new_key(Secret("p"), memory_kib=LITTLE)
    for change in ({"memory_kib": 10**9}, {"iterations": 10**6}, {"lanes": 0}, {"kdf": "md5"}):
        with pytest.raises(ValueError, match="out of range"):
            Recipe.from_json({**recipe.to_json(), **change})


async def test_the_recipe_of_real_vaults_is_strong_and_reproducible() -> None:
    key, recipe = await new_key(Secret("correct horse"))
    assert (recipe.memory_kib, recipe.iterations, len(recipe.salt)) == (65536, 3, 16)
    same = await same_key(Secret("correct horse"), Recipe.from_json(recipe.to_json()))
    assert same is not None
    assert same.reveal() == key.reveal()
    assert await same_key(Secret("correct horsE"), recipe) is None
    assert "horse" not in json.dumps(recipe.to_json())

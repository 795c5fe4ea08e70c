import asyncio
from pathlib import Path

import pytest

from orderdock.domain.errors import SignInNeeded, VaultLocked
from orderdock.domain.secret import Secret
from orderdock.store.database import Database
from orderdock.store.secrets import PROFILE, SealedRecords
from orderdock.vault.drawers import ConnectionDrawer, MemoryDrawer
from orderdock.vault.opening import Opened, Opening, Questions
from orderdock.vault.sealing import SealingKey
from orderdock.vault.vault import SealedStore, Vault


class Records:
    """Sealed records in memory, with what was written in one step."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}
        self.steps: list[set[str]] = []

    def read(self, connection: str, name: str) -> bytes | None:
        return self.kept.get((connection, name))

    def write(self, connection: str, records: object) -> None:
        assert isinstance(records, dict)
        self.steps.append(set(records))
        for name, sealed in records.items():
            if sealed is None:
                self.kept.pop((connection, name), None)
            else:
                self.kept[connection, name] = sealed


def vault(
    records: SealedStore, key: bytes = b"k" * 32, kind: str = "keyring"
) -> tuple[Vault, list[Questions | None]]:
    asked: list[Questions | None] = []

    class Counting(Opening):
        async def key(self, questions: Questions | None) -> Opened:
            asked.append(questions)
            await asyncio.sleep(0)
            return Opened(SealingKey(key), kind)

    async def nothing() -> None:
        return None

    return Vault(records, Counting(Path("vault.json"), nothing)), asked


def all_bytes(folder: Path) -> bytes:
    return b"".join(part.read_bytes() for part in folder.iterdir())


async def test_what_is_put_comes_back_and_is_sealed() -> None:
    records = Records()
    kept, _ = vault(records)
    drawer = ConnectionDrawer(kept, "stackline-1")
    await drawer.put({"access_token": Secret("abc"), "refresh_token": Secret("def")})
    assert await drawer.get("access_token") == Secret("abc")
    assert records.steps == [{"access_token", "refresh_token"}]
    assert not any(b"abc" in sealed for sealed in records.kept.values())
    await drawer.put({"access_token": None})
    assert await drawer.get("access_token") is None
    assert await drawer.get("refresh_token") == Secret("def")


async def test_what_needs_no_key_asks_for_none() -> None:
    kept, asked = vault(Records())
    assert await kept.get("stackline-1", "access_token") is None
    await kept.put("stackline-1", {"access_token": None})
    assert not asked


async def test_many_who_need_the_key_fetch_it_once() -> None:
    kept, asked = vault(Records())
    await asyncio.gather(*(kept.put(f"c-{n}", {"t": Secret("x")}) for n in range(8)))
    await asyncio.gather(*(kept.unlock() for _ in range(8)))
    assert len(asked) == 1


async def test_a_secret_whose_key_is_gone_needs_a_sign_in() -> None:
    records = Records()
    old, _ = vault(records)
    await old.put("stackline-1", {"access_token": Secret("abc")})
    new, _ = vault(records, b"n" * 32)
    with pytest.raises(SignInNeeded, match="can no longer be opened"):
        await new.get("stackline-1", "access_token")
    await new.put("stackline-1", {"access_token": Secret("fresh")})
    assert await new.get("stackline-1", "access_token") == Secret("fresh")


async def test_a_session_only_vault_stores_nothing() -> None:
    records = Records()
    kept, _ = vault(records, kind="session")
    await kept.put("stackline-1", {"access_token": Secret("abc")})
    assert await kept.get("stackline-1", "access_token") == Secret("abc")
    assert not records.kept
    await kept.put("stackline-1", {"access_token": None})
    assert await kept.get("stackline-1", "access_token") is None


async def test_a_locked_vault_says_so_to_who_needs_it() -> None:
    records = Records()
    open_one, _ = vault(records)
    await open_one.put("stackline-1", {"access_token": Secret("abc")})

    class Locked(Opening):
        async def key(self, questions: Questions | None) -> Opened:
            raise VaultLocked("Locked.")

    async def nothing() -> None:
        return None

    locked = Vault(records, Locked(Path("vault.json"), nothing))
    with pytest.raises(VaultLocked):
        await locked.get("stackline-1", "access_token")


async def test_a_first_sign_in_is_kept_in_memory_until_it_is_sealed() -> None:
    drawer = MemoryDrawer()
    await drawer.put({"access_token": Secret("abc"), "old": Secret("x")})
    await drawer.put({"old": None})
    assert drawer.values == {"access_token": Secret("abc")}
    records = Records()
    kept, _ = vault(records)
    await kept.unlock()
    sealed = kept.seal("stackline-1", drawer.values)
    records.write("stackline-1", sealed)
    assert await kept.get("stackline-1", "access_token") == Secret("abc")


async def test_the_real_database_keeps_what_is_sealed(tmp_path: Path) -> None:
    file = tmp_path / "orderdock.db"
    database = Database.open(file)
    kept, _ = vault(SealedRecords(database))
    await kept.put(PROFILE, {"access_token": Secret("abc-plain"), "other": Secret("def")})
    await kept.put(PROFILE, {"other": None})
    again, _ = vault(SealedRecords(database))
    assert await again.get(PROFILE, "access_token") == Secret("abc-plain")
    assert await again.get(PROFILE, "other") is None
    database.close()
    assert b"abc-plain" not in all_bytes(tmp_path)

"""Rehearsing: a profile with a sandbox of its own, no answers to invent."""

from pathlib import Path

from orderdock import compose
from orderdock.domain.connections import Outcome
from tests.support.scripted_dialogue import ScriptedDialogue

ENVIRON = {"ORDERDOCK_PACE": "0.01"}


async def test_demo_answers_connect_and_another_start_finds_the_sandbox_again(
    tmp_path: Path,
) -> None:
    profile = compose.find_profile(
        profile=None, data_dir=str(tmp_path), sandbox="small", environ={}
    )
    library = compose.open_library(profile)
    async with compose.open_services(library, environ=ENVIRON) as services:
        dialogue = ScriptedDialogue(services.demo_answers("stackline"))
        made = await services.connections.connect("stackline", dialogue)
        assert "base_url" not in dialogue.keys
        assert "passphrase" not in dialogue.keys
    async with compose.open_services(library, environ=ENVIRON) as services:
        [got] = await services.sync.run(
            [made.id], dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None
        )
    library.close()
    assert got.outcome is Outcome.OK
    assert got.added > 0
    assert profile.data_dir == tmp_path / "sandbox"


async def test_a_real_profile_has_no_demo_answers(tmp_path: Path) -> None:
    profile = compose.find_profile(profile=None, data_dir=str(tmp_path), sandbox=None, environ={})
    library = compose.open_library(profile)
    async with compose.open_services(library, environ={}) as services:
        assert services.demo_answers("stackline") == {}
    library.close()

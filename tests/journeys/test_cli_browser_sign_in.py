"""Signing in on the provider's page from the command line."""

import sys
from pathlib import Path

import pytest

from tests.journeys.program import Object, Program, keys
from tests.support.checkout import ROOT
from tests.support.sandbox import Visitor, fetch

BROWSER = """#!{python}
import sys
sys.path.insert(0, {root!r})
from tests.support.sandbox import Visitor, fetch
print("a talkative browser", flush=True)
landed = Visitor().sign_in(sys.argv[1], allow={allow})
page = fetch("GET", landed)
assert page.status == 200, page
"""
ANSWERS = {"sign_in": "browser", "client_id": "bc_example_rewards_app_demo", "retailer": "skip"}


def browser(folder: Path, *, allow: bool) -> str:
    """A program for BROWSER that does what a person does on the page."""
    script = folder / f"browser-{allow}"
    script.write_text(BROWSER.format(python=sys.executable, root=str(ROOT), allow=allow))
    script.chmod(0o700)
    return str(script)


def connect(program: Program, *options: str) -> tuple[str, ...]:
    return ("connect", "stackline", "--base-url", program.base_url, *options)


@pytest.mark.parametrize("options", [("--json",), ()])
def test_the_browser_is_opened_and_its_link_is_told(
    program: Program, tmp_path: Path, options: tuple[str, ...]
) -> None:
    program.env["BROWSER"] = browser(tmp_path, allow=True)
    ended = program(*connect(program, *options), answers=ANSWERS)
    assert (ended.code, ended.err) == (0, "")
    assert "/oauth/authorize?" in ended.out
    assert "talkative" not in ended.out


def test_a_refused_consent_ends_in_words(program: Program, tmp_path: Path) -> None:
    program.env["BROWSER"] = browser(tmp_path, allow=False)
    ended = program(*connect(program, "--json"), answers=ANSWERS)
    assert ended.code == 3
    assert "Access was not granted" in ended.err
    assert len(ended.err.splitlines()) == 1
    assert program("connections", "--json").objects == [{"connections": []}]


def test_without_a_browser_the_paste_way_is_named(program: Program) -> None:
    ended = program(*connect(program, "--json"), answers=ANSWERS)
    assert ended.code == 3
    assert "redirect_url" in ended.err


@pytest.mark.parametrize("pasted", [False, True])
def test_a_conversation_opens_the_page_itself(program: Program, pasted: bool) -> None:
    def answer(question: Object) -> Object | None:
        if question["kind"] != "browser":
            return {key: ANSWERS[key] for key in keys(question) if key in ANSWERS}
        landed = Visitor().sign_in(question["url"])
        if pasted:
            return {"redirect_url": landed}
        assert fetch("GET", landed).status == 200
        return None

    with program.conversation(*connect(program)) as talk:
        result = talk.goes_on(answer)
        assert talk.ends() == 0
        assert not talk.errors
    assert result["connections"][0]["outcome"] == "ok"
    landed_codes = [o for o in talk.heard if "code=" in str(o)]
    assert not landed_codes

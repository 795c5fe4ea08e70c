"""Two programs at one connection: to the provider they are one, and one sign-in serves both."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from orderdock.sandbox.demo import demo_answers
from orderdock.sandbox.running import RunningSandbox, running_sandbox
from tests.journeys.program import Ended, Program
from tests.journeys.test_cli_browser_sign_in import ANSWERS, browser

LATENCY = 0.06
PACE = "0.1"
"""Stitch Labs allows one request a second, Synq two: ten times that here."""


def side_by_side(program: Program, *commands: tuple[str, ...]) -> list[Ended]:
    """Several commands at once."""
    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(lambda words: program(*words), commands))


@pytest.mark.parametrize(("provider", "interval"), [("stitchlabs", 0.1), ("synq", 0.05)])
def test_a_look_at_a_dataset_beside_a_sync_keeps_the_pace_with_it(
    tmp_path: Path, provider: str, interval: float
) -> None:
    with running_sandbox("small,no-lines", lines=25, speed=1000) as sandbox:
        program = Program(tmp_path / "profile", sandbox.bases[provider], {"ORDERDOCK_PACE": PACE})
        place = ("--base-url", program.base_url, "--json")
        made = program("connect", provider, *place, answers=demo_answers(provider))
        assert made.code == 0, made.err
        sandbox.control.fault("slow", f"/{provider}/*", times=None, delay=LATENCY)
        sandbox.control.forget_requests()
        look = ("fetch", f"{provider}-1", "products", "--limit", "6", "--json")
        ended = side_by_side(program, ("sync",), look)
        assert [one.code for one in ended] == [0, 0]
        asked = sandbox.control.requests()
    assert len(asked) > 6
    assert not [one for one in asked if one["status"] == 429]
    assert all(before["until"] <= after["at"] for before, after in pairwise(asked))
    assert median(b["at"] - a["at"] for a, b in pairwise(asked)) > 0.9 * interval


def test_a_sign_in_is_renewed_by_one_of_them_for_both(
    program: Program, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    """The refresh token works once: used twice, all that came of it is dead."""
    program.env["BROWSER"] = browser(tmp_path, allow=True)
    place = ("--base-url", program.base_url, "--json")
    assert program("connect", "stackline", *place, answers=ANSWERS).code == 0
    sandbox.stackline.expire_tokens()
    sandbox.control.fault("slow", "/stackline/oauth/token", times=None, delay=2)
    sandbox.control.forget_requests()
    look = ("fetch", "stackline-1", "profile", "--json")
    ended = side_by_side(program, look, look)
    assert [(one.code, one.err) for one in ended] == [(0, ""), (0, "")]
    asked = [(one["path"], one["status"]) for one in sandbox.control.requests()]
    assert asked.count(("/stackline/oauth/token", 200)) == 1
    assert ("/stackline/oauth/token", 400) not in asked

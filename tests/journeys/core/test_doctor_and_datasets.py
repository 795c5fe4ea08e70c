"""What a helper sees, and what else can be read."""

import json
from typing import Any

import pytest

from orderdock.domain.connections import Outcome
from orderdock.domain.errors import WrongUsage
from orderdock.services.datasets import FetchRequest
from orderdock.services.front import Services
from tests.journeys.core.journey import Journey
from tests.support.scripted_dialogue import ScriptedDialogue


async def test_the_report_is_plain_json_with_what_each_connection_relies_on(
    journey: Journey,
) -> None:
    made = await journey.connect(retailer="2")
    (journey.folder / "assumptions.toml").write_text('[stackline]\ncipher = "b"\n')
    async with journey.program() as services:
        report = json.loads(json.dumps(await services.doctor.report()))
    assert {"program", "database", "secrets", "disk", "display", "clock"} <= set(report)
    assert report["database"]["sqlite"].startswith("3.")
    assert report["secrets"]["kind"] == "passphrase"
    assert report["clock"]["ok"]
    assert abs(report["clock"]["ahead_seconds"][journey.sandbox.bases["stackline"]]) < 60
    [connection] = report["connections"]
    assert connection["name"] == made
    cipher = next(a for a in connection["assumptions"] if a["key"] == "cipher")
    assert (cipher["value"], cipher["overridden"]) == ("b", True)
    assert not any(a["overridden"] for a in connection["assumptions"] if a["key"] != "cipher")


async def test_a_broken_assumptions_file_is_said(journey: Journey) -> None:
    async with journey.program():
        pass
    (journey.folder / "assumptions.toml").write_text("[stackline\n")
    async with journey.program() as services:
        report = await services.doctor.report()
    assert not report["settings"]["ok"]
    assert report["connections"] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("page_size = 0", "page_size must be a number of 1 or more, not “0”."),
        ('orders = "orders"', "orders must be written like GET /sync/orders, not “orders”."),
    ],
)
async def test_an_assumption_that_cannot_be_ends_a_sync_before_it_reads_wrongly(
    journey: Journey, line: str, says: str
) -> None:
    made = await journey.connect(retailer="2")
    (journey.folder / "assumptions.toml").write_text(f"[stackline]\n{line}\n")
    async with journey.program() as services:
        [outcome] = await services.sync.run(
            (made,), dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None
        )
        report = await services.doctor.report()
    assert outcome.outcome is Outcome.FAILED
    assert outcome.error is not None
    assert f"In assumptions.toml, under [stackline], {says}" in outcome.error
    assert says in report["settings"]["says"]


async def test_lines_of_the_assumptions_that_nobody_heeds_are_said(journey: Journey) -> None:
    async with journey.program():
        pass
    (journey.folder / "assumptions.toml").write_text(
        "[stackline]\ni_know = true\npage_sise = 20\n[stakline]\ncipher = 'b'\n"
    )
    async with journey.program() as services:
        said = (await services.doctor.report())["settings"]
    assert said == {
        "ok": False,
        "says": "In assumptions.toml, stackline has no assumption “page_sise”. "
        "assumptions.toml speaks of stakline, which is no provider.",
    }


async def test_datasets_are_read_with_conditions_of_our_own(journey: Journey) -> None:
    made = await journey.connect(retailer="2")
    async with journey.program() as services:
        known = [dataset.id for dataset in services.datasets.list(made)]
        assert "retailers" in known
        everything = await fetch(services, made, FetchRequest())
        assert len(everything) > 8
        request = FetchRequest(
            where=(("displayName", "contains", "o"),), sort="displayName", limit=3
        )
        some = await fetch(services, made, request)
        with pytest.raises(WrongUsage, match="Choose from"):
            await fetch(services, made, FetchRequest(), "nothing")
        with pytest.raises(WrongUsage, match="displayName"):
            await fetch(services, made, FetchRequest(where=(("nmae", "=", "x"),)))
    names = [record["displayName"] for record in some]
    assert len(names) == 3
    assert names == sorted(names, key=str.casefold)


async def fetch(
    services: Services, made: str, request: FetchRequest, dataset: str = "retailers"
) -> list[dict[str, Any]]:
    pages = services.datasets.fetch(made, dataset, request, ScriptedDialogue())
    return [record async for page in pages for record in page.records]

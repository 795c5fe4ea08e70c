"""What a helper sees, and what else can be read."""

import json
from typing import Any

import pytest

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

"""A dataset being read: how far it is, and who filtered and sorted."""

from orderdock.services.datasets import FetchRequest
from tests.journeys.core.journey import Journey
from tests.support.scripted_dialogue import ScriptedDialogue


async def test_a_reading_tells_how_far_it_is_and_who_did_what(journey: Journey) -> None:
    made = await journey.connect(retailer="2")
    request = FetchRequest(where=(("status", "=", "valid"), ("status", "!=", "x")), sort="status")
    async with journey.program() as services:
        pages = services.datasets.fetch(made, "connections", request, ScriptedDialogue())
        found = [page async for page in pages]
        rows = [record for page in found for record in page.records]
        assert found[0].records == []  # our own sorting waits for the last one
        assert [page.read for page in found] == [len(rows)] * len(found)
        assert found[-1].fit == len(rows) == 1
        assert found[-1].done_there == ("The provider filtered by “status = valid”.",)
        assert [said.split(";")[0] for said in found[-1].done_here] == [
            "The provider cannot filter by “status != x”",
            "The provider cannot sort by status",
        ]
        target = journey.folder.parent / "connections.jsonl"
        assert services.datasets.save(rows, target).rows == 1
    assert target.read_text().count("\n") == 1

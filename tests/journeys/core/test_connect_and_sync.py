"""From sign-in to rows, through the real parts."""

from orderdock.domain.connections import ConnectionState, Outcome
from tests.journeys.core.journey import Journey


async def test_connect_then_sync_then_sync_again_adds_nothing(journey: Journey) -> None:
    made = await journey.connect()
    assert made == "stackline-1"
    assert "encrypting" in journey.dialogue.stages
    first = await journey.sync()
    assert (first.outcome, first.complete, first.error) == (Outcome.OK, True, None)
    assert first.added == len(journey.lines()) > 0
    second = await journey.sync()
    assert (second.outcome, second.added, second.changed) == (Outcome.OK, 0, 0)
    async with journey.program() as services:
        view = services.library.connection(made)
    assert view.verdict.state is ConnectionState.OK
    assert view.lines == first.added
    assert view.data_up_to is not None

"""What a person says of orders outlives every way of reading and signing in."""

from typing import Any

from orderdock.query.filters import Hidden, OrderFilter, Unit
from orderdock.sandbox.running import RunningSandbox
from orderdock.services.library import Library
from tests.journeys.core.journey import Journey
from tests.support.scripted_dialogue import ScriptedDialogue


def said(library: Library) -> tuple[list[Any], list[Any], int]:
    """Tagged with their notes, hidden, and how many are shown."""
    tagged = library.all_ids(OrderFilter(tags=("Gift",)), (), Unit.ORDERS)
    hidden = library.all_ids(OrderFilter(hidden=Hidden.ONLY), (), Unit.ORDERS)
    keys = ("order_number", "tags", "note")
    return (
        sorted(library.rows(Unit.ORDERS, tagged, keys)),
        sorted(library.rows(Unit.ORDERS, hidden, keys)),
        library.count(OrderFilter()).orders,
    )


async def test_tags_notes_and_hidden_orders_survive_syncs_full_readings_and_repair(
    journey: Journey, sandbox: RunningSandbox
) -> None:
    made = await journey.connect(retailer="2")
    await journey.sync()
    async with journey.program() as services:
        library = services.library
        ids = list(library.all_ids(OrderFilter(), (), Unit.ORDERS))
        library.own_words.tag(ids[:3], ["gift"])
        library.own_words.write_notes({ids[0]: "for Anna"})
        library.own_words.hide(ids[3:5])
        before = said(library)
        [(number,)] = library.rows(Unit.ORDERS, ids[:1], ("order_number",))
    assert before[2] == len(ids) - 2

    for order in (number, before[1][0][0]):
        sandbox.stackline.change_order(str(order), retailer=2, shipmentStatus="delivered")
    async with journey.program() as services:
        answers = journey.answers(access_token="sandbox-portal-0199-new")
        await services.connections.repair(made, ScriptedDialogue(answers))
    assert (await journey.sync_all_anew()).changed > 0
    async with journey.program() as services:
        library = services.library
        assert said(library) == before
        assert library.count(OrderFilter(search="anna")).orders == 1
        assert library.connection(made).orders == len(ids)
        await services.connections.disconnect(library.connection(made).id, keep_orders=False)
        assert library.own_words.tags() == []
    assert journey.rows("SELECT * FROM order_notes UNION ALL SELECT *, 0 FROM hidden_orders") == []

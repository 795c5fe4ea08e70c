import json
from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any, cast

from orderdock.connector.assumptions import Assumption, Assumptions
from orderdock.connector.completing import Completing
from orderdock.connector.contract import Desk, OrdersRequest
from orderdock.connector.loose import Loose, Names
from orderdock.connector.singles import Singles

NAMES = Names(Assumptions((Assumption("key", "id", "a guess"),)), ["key"])


def loose(record: Any) -> Loose:
    return NAMES.loose(json.dumps(record).encode(), "key")


async def completed(
    listed: list[Any], stored: dict[str, Any], singles: dict[str, Any], *, full: bool = False
) -> tuple[list[Any], list[str]]:
    """The records in the end, and the ids that were asked for."""
    asked: list[str] = []

    class Server(Singles):
        async def ask(self, key: str) -> bytes | None:
            asked.append(key)
            return json.dumps(singles[key]).encode() if key in singles else None

    async def kept(keys: Collection[str]) -> Mapping[str, bytes]:
        return {key: json.dumps(stored[key]).encode() for key in keys if key in stored}

    desk = cast("Desk", SimpleNamespace(dialogue=SimpleNamespace(tell=lambda *_, **__: None)))
    completing = Completing(
        desk,
        OrdersRequest({}, full=full, stored=kept),
        Server(desk, "/{id}", "an order"),
        read=lambda body: NAMES.loose(body, "key"),
        is_bare=lambda one: one.has_id and "lines" not in one.record,
        stored=lambda raw: NAMES.loose(raw, "key"),
    )
    return [one.record for one in await completing.whole([loose(r) for r in listed])], asked


WHOLE = {"id": "1", "updated_at": "mon", "status": "new", "lines": [1]}
BARE = {"id": "1", "updated_at": "mon", "status": "new"}


async def test_what_is_stored_and_unchanged_is_not_asked_for() -> None:
    assert await completed([BARE], {"1": WHOLE}, {}) == ([WHOLE], [])


async def test_what_is_new_or_changed_is() -> None:
    newer = {**WHOLE, "lines": [1, 2]}
    for stored in ({}, {"1": {**WHOLE, "updated_at": "sun"}}, {"1": {**WHOLE, "status": "old"}}):
        assert await completed([BARE], stored, {"1": newer}) == ([newer], ["1"])
    assert await completed([BARE], {"1": WHOLE}, {"1": newer}, full=True) == ([newer], ["1"])


async def test_without_a_word_about_changes_each_is_asked_for() -> None:
    silent = {"id": "1", "status": "new"}
    stored = {"1": {**silent, "lines": [1]}}
    assert await completed([silent], stored, {"1": WHOLE}) == ([WHOLE], ["1"])


async def test_the_page_keeps_its_order_and_what_is_whole_nameless_or_gone_stays() -> None:
    nameless, gone = {"status": "new"}, {"id": "9"}
    listed = [nameless, BARE, {**WHOLE, "id": "2"}, gone]
    records, asked = await completed(listed, {}, {"1": WHOLE})
    assert records == [nameless, WHOLE, {**WHOLE, "id": "2"}, gone]
    assert asked == ["1", "9"]

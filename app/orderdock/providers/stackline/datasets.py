"""What else Stackline can be asked for, besides orders."""

from collections.abc import AsyncGenerator
from typing import Any

from orderdock.connector import reading
from orderdock.connector.contract import Dataset, DatasetPage, DatasetQuery, Desk
from orderdock.domain.errors import WrongUsage
from orderdock.providers.stackline.api import PROVIDER, WORDS, StacklineApi


async def _retailers(desk: Desk, _query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    found = await StacklineApi(desk).records("retailers", "retailers")
    yield DatasetPage(reading.objects(found), total=len(found))


async def _connections(desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    api = StacklineApi(desk)
    place, status = _condition(query, "status")
    found = await api.records(
        "connections", "connections", **({"status": status} if status else {})
    )
    yield DatasetPage(reading.objects(found), handled=_handled(place))


async def _sessions(desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    place, batch = _condition(query, "batchId")
    reply = await StacklineApi(desk).send("session" if batch else "latest_session", id=batch)
    content = reading.content(reply.body, WORDS["session"], PROVIDER)
    yield DatasetPage(_one(content), handled=_handled(place))


async def _profile(desk: Desk, _query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    reply = await StacklineApi(desk).send("profile")
    yield DatasetPage(_one(reading.content(reply.body, WORDS["profile"], PROVIDER)), total=1)


async def _order(desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    place, number = _condition(query, "orderId")
    if not number:
        raise WrongUsage("Which order is not said.", 'Add --where "orderId = NUMBER".')
    reply = await StacklineApi(desk).send("order", id=number)
    content = reading.content(reply.body, WORDS["order"], PROVIDER)
    yield DatasetPage(_one(content), handled=_handled(place))


def _condition(query: DatasetQuery, name: str) -> tuple[int | None, str]:
    """Place and value of the condition `name = ...`; one that Stackline can answer itself."""
    for place, (key, operator, value) in enumerate(query.where):
        if key == name and operator in {"=", "=="}:
            return place, value
    return None, ""


def _handled(place: int | None) -> frozenset[int | str]:
    return frozenset() if place is None else frozenset({place})


def _one(content: Any) -> list[dict[str, Any]]:
    """An answer that is one record, or a list of them."""
    return reading.objects([content] if isinstance(content, dict) else content)


DATASETS = (
    Dataset("connections", "Connected retailers", "The retailers of this account", _connections),
    Dataset("retailers", "Retailers", "All retailers that Stackline knows", _retailers),
    Dataset("sessions", "Syncs", "The latest sync, or one by batchId", _sessions),
    Dataset("profile", "Profile", "Whose account this is", _profile),
    Dataset("order", "Order", "One order by orderId, as Stackline shows it", _order),
)

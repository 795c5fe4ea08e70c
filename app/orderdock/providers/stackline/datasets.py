"""What else Stackline can be asked for, besides orders."""

from collections.abc import AsyncGenerator
from functools import partial

from orderdock.connector import reading
from orderdock.connector.contract import Dataset, DatasetPage, DatasetQuery, Desk
from orderdock.connector.numbered import Filters, asked_of
from orderdock.domain.errors import WrongUsage
from orderdock.providers.stackline.api import ENDPOINTS


async def _list(
    endpoint: str, filters: Filters, desk: Desk, query: DatasetQuery
) -> AsyncGenerator[DatasetPage, None]:
    """A list in one answer; Stackline itself does what `filters` can say."""
    asked, places = asked_of(query, filters)
    found = reading.objects(await ENDPOINTS.records(desk, endpoint, **asked))
    yield DatasetPage(found, None if asked else len(found), frozenset(places))


async def _one(
    endpoint: str, name: str, otherwise: str, desk: Desk, query: DatasetQuery
) -> AsyncGenerator[DatasetPage, None]:
    """What goes by the id that `name = ...` asks for, else what the endpoint `otherwise` shows."""
    asked, places = asked_of(query, {(name, "="): "id"})
    if not asked.get("id") and not otherwise:
        raise WrongUsage("Which order is not said.", f'Add the condition "{name} = NUMBER".')
    content = await ENDPOINTS.content(desk, endpoint if asked.get("id") else otherwise, **asked)
    found = reading.objects([content] if isinstance(content, dict) else content)
    yield DatasetPage(found, len(found), frozenset(places))


_connections = partial(_list, "connections", {("status", "="): "status"})
_retailers = partial(_list, "retailers", {})
_sessions = partial(_one, "session", "batchId", "latest_session")
_profile = partial(_one, "", "", "profile")
_order = partial(_one, "order", "orderId", "")
DATASETS = (
    Dataset("connections", "Connected retailers", "The retailers of this account", _connections),
    Dataset("retailers", "Retailers", "All retailers that Stackline knows", _retailers),
    Dataset("sessions", "Syncs", "The latest sync, or one by batchId", _sessions),
    Dataset("profile", "Profile", "Whose account this is", _profile),
    Dataset("order", "Order", "One order by orderId, as Stackline shows it", _order),
)

"""What else Stackline can be asked for, besides orders."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from orderdock.connector.contract import Dataset, Desk
from orderdock.connector.lists import by_id, in_one, narrowed
from orderdock.connector.reading import objects
from orderdock.providers.stackline.api import ENDPOINTS

Records = list[dict[str, Any]]


async def _listed(endpoint: str, desk: Desk, asked: Mapping[str, str]) -> Records:
    return objects(await ENDPOINTS.records(desk, endpoint, **asked))


async def _shown(endpoint: str, desk: Desk, key: str = "") -> Records:
    content = await ENDPOINTS.content(desk, endpoint, id=key)
    return objects([content] if isinstance(content, dict) else content)


_CONNECTIONS = narrowed(partial(_listed, "connections"), {("status", "="): "status"})
_RETAILERS = narrowed(partial(_listed, "retailers"), {})
_SESSIONS = by_id(partial(_shown, "session"), in_one(partial(_shown, "latest_session")), "batchId")
_PROFILE = in_one(partial(_shown, "profile"))
_ORDER = by_id(partial(_shown, "order"), name="orderId")
DATASETS = (
    Dataset("connections", "Connected retailers", "The retailers of this account", _CONNECTIONS),
    Dataset("retailers", "Retailers", "All retailers that Stackline knows", _RETAILERS),
    Dataset("sessions", "Syncs", "The latest sync, or one by batchId", _SESSIONS),
    Dataset("profile", "Profile", "Whose account this is", _PROFILE),
    Dataset("order", "Order", "One order by orderId, as Stackline shows it", _ORDER),
)

"""Synq's endpoints as calls, and what they answer as values (sheet 3, 5, 6)."""

from collections import Counter
from typing import Any, NamedTuple

from orderdock.connector import reading
from orderdock.connector.contract import Desk, Link
from orderdock.domain.errors import NotAllowed, NotThere, Rejected
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Repeat
from orderdock.http.overlap import Reading
from orderdock.http.token_auth import Carry, in_header

PROVIDER = "Synq"
TENANT, ORGANISATION = "tenant_id", "org_id"
"""Fields of the sign-in, and settings of a connection."""
Records = list[dict[str, Any]]


class List(NamedTuple):
    """A list: its path, what a person calls it, what it may be wrapped in."""

    path: str
    what: str
    wrapper: str

    def call(self, at: Reading | None = None) -> Call:
        """A call for it, or for a page of it."""
        query = {"limit": str(at.limit), "offset": str(at.offset)} if at is not None else {}
        return Call("GET", self.path, self.what, query, repeat=Repeat.SAFELY)

    async def records(self, desk: Desk, at: Reading | None = None) -> Records:
        """Its records, or those of a page."""
        body = (await desk.http.send(self.call(at))).body
        return reading.objects(reading.records(body, self.what, PROVIDER, self.wrapper))

    async def offered(self, desk: Desk) -> Records | None:
        """Like `records`; None where there is no such list, or not for this person."""
        try:
            return await self.records(desk)
        except (NotAllowed, NotThere, Rejected):
            return None


CHANNELS = List("/api/v1/channels", "the list of sales channels", "channels")
ORDERS = List("/api/v1/oms/orders", "the list of orders", "orders")
ORDER = f"{ORDERS.path}/{{id}}"
PRODUCTS = List("/api/v1/pim/products", "the list of products", "products")
CATEGORIES = List("/api/v1/pim/categories", "the list of categories", "categories")
ATTRIBUTES = List("/api/v1/pim/attributes", "the list of attributes", "attributes")
AUDIT = List("/api/v1/audit", "the audit log", "audit")
SHOPS = List("/api/v1/integrations/connections", "the list of shops", "connections")


def brands(desk: Desk) -> List:
    """The list of brands, whose path is a guess."""
    return List(desk.assumptions["brands_path"], "the list of brands", "brands")


def carry(tenant: str, organisation: str) -> Carry:
    """All three headers, on every call (sheet 2.1)."""

    def put(call: Call, token: Secret) -> Call:
        signed = in_header()(call, token)
        return signed.with_headers(X_Tenant_ID=tenant, X_Org_ID=organisation)

    return put


def links_of(shops: Records) -> dict[str, Link]:
    """Linked shops by the names of their platforms, with their ids where one has several."""
    keys = [reading.text(shop, "unified_connection_id") for shop in shops]
    names = {key: platform_of(shop) for key, shop in zip(keys, shops, strict=True) if key}
    several = {name for name, count in Counter(names.values()).items() if count > 1}
    return {
        key: Link(key, f"{name} {key}" if name in several else name) for key, name in names.items()
    }


def platform_of(shop: dict[str, Any]) -> str:
    """A shop's platform as a name: "Woocommerce"."""
    return (reading.text(shop, "provider") or PROVIDER).capitalize()

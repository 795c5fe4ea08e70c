"""Linking a shop: allowed in the browser, registered once, then seen in the list (sheet 5)."""

import re
from collections.abc import Mapping
from datetime import timedelta

from orderdock.auth.steps import Answers, Field, FieldKind, Option
from orderdock.connector import reading
from orderdock.connector.browser_link import BrowserLink
from orderdock.connector.contract import Desk, Link
from orderdock.http.calls import Call
from orderdock.providers.synq.api import PROVIDER, SHOPS, TENANT, links_of

_AUTH_URL = Call("POST", "/api/v1/integrations/auth-url", "the page to link a shop")
_CATEGORIES = (Option("commerce", "Shop or marketplace"), Option("accounting", "Accounting"))


async def link(desk: Desk, _broken: Link | None) -> Link:
    """Link a shop; a broken one is mended in the same way. The state is the tenant's id."""

    async def address() -> str:
        body = (await desk.http.send(_AUTH_URL)).body
        return reading.text(reading.a_record(body, _AUTH_URL.what, PROVIDER), "auth_url") or ""

    async def listed() -> Mapping[str, Link]:
        return links_of(await SHOPS.records(desk))

    def ask(came: Mapping[str, str]) -> tuple[Field, ...]:
        platform = reading.text(came, *desk.assumptions.words("redirect_provider"))
        usual = next((o.value for o in _CATEGORIES if o.value == came.get("category")), "commerce")
        return (
            Field("provider", "Platform", default=platform, placeholder="woocommerce"),
            Field("category", "Kind", FieldKind.CHOICE, default=usual, options=_CATEGORIES),
        )

    async def register(key: str, said: Answers) -> None:
        body = {
            "connection_id": key,
            "category": said.text("category", "commerce"),
            "provider": said.text("provider").lower(),
        }
        path = "/api/v1/integrations/callback"
        await desk.http.send(Call("POST", path, "the link to the shop", json=body))

    way = BrowserLink(
        desk,
        PROVIDER,
        "shop",
        listed,
        ask,
        register,
        address=desk.assumptions["redirect_address"],
        state=desk.settings[TENANT],
        brings=desk.assumptions.words("redirect_id"),
        usable=re.compile(r"[A-Za-z0-9_.-]{1,200}").fullmatch,
        poll=desk.assumptions.number("poll_seconds"),
        patience=timedelta(minutes=desk.assumptions.number("poll_minutes")),
    )
    return await way.link(address)

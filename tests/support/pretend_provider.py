"""A provider that is only a value: what it sends is written in the test."""

from collections.abc import AsyncGenerator, Callable

from orderdock.auth.steps import Field, Form
from orderdock.connector.card import Host
from orderdock.connector.contract import (
    Account,
    Desk,
    Link,
    OrdersRequest,
    Provider,
    Reading,
)
from orderdock.domain.connections import ProviderId
from orderdock.domain.orders import Line, Order
from orderdock.domain.secret import Secret
from orderdock.http.calls import Authorizer
from orderdock.http.pacing import Pace

ReadOrders = Callable[[Desk, OrdersRequest], AsyncGenerator[Reading, None]]


def order(number: int, *, status: str = "pending", lines: int = 1) -> Order:
    """An order of Amazon's with so many lines."""
    return Order(
        key=f"1/{number}",
        number=str(number),
        retailer="Amazon",
        ordered_at=1_700_000_000 + number * 60,
        lines=tuple(
            Line(f"s{n}", f"Thing {n}", quantity="1", unit_price="2.50", shipment_status=status)
            for n in range(lines)
        ),
        link="1",
    )


def pretend(read_orders: ReadOrders, **more: object) -> Provider:
    """A provider with this reading; it signs anybody in by name."""

    async def sign_in(desk: Desk) -> Account:
        answers = await desk.dialogue.ask(Form("Sign in", (Field("username", "Name"),)))
        await desk.secrets.put({"token": Secret(f"token of {answers.text('username')}")})
        return Account(answers.text("username"), answers.text("username"))

    async def check(desk: Desk) -> Account:
        return Account(None)

    def authorize(desk: Desk) -> Authorizer | None:
        return None

    async def link(desk: Desk, link: Link | None) -> Link:
        return link or Link("1", "Amazon")

    values: dict[str, object] = {
        "id": ProviderId("pretend"),
        "name": "Pretend",
        "tagline": "Not there",
        "hosts": (Host("https://api.pretend.example", "Production"),),
        "needs": (),
        "gives": (),
        "warnings": (),
        "link_word": "retailer",
        "pace": Pace(1000),
        "sign_in": sign_in,
        "check": check,
        "authorize": authorize,
        "read_orders": read_orders,
        "link": link,
    }
    return Provider(**{**values, **more})  # type: ignore[arg-type]

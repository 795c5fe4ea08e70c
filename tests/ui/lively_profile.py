"""A real profile: a connection in every state and some thousand orders, to test and to show."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from orderdock import compose
from orderdock.domain.connections import ConnectionId, ProviderId
from orderdock.services.library import Library
from orderdock.store import connections, links
from orderdock.store.database import Database
from tests.benchmarks import made_orders
from tests.support.saving import save_orders

SHOPS = (("3", "Target"), ("2", "Walmart"), ("9", "Zalando"), ("7", "Bol"), ("8", "Etsy"))


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def open_at(folder: Path, sandbox: str | None = None) -> Library:
    """The library of a folder, made when it is not there."""
    return compose.open_library(
        compose.find_profile(profile=None, data_dir=str(folder), sandbox=sandbox, environ={})
    )


def add(database: Database, provider: str, name: str, **facts: Any) -> ConnectionId:
    """A connection with these facts about it."""
    made = database.write_now(
        connections.add,
        provider=ProviderId(provider),
        name=name,
        base_url="http://127.0.0.1:8123",
        now=int(now().timestamp()),
        account="maria@example.com",
    )
    if facts:
        database.write_now(lambda db: connections.record(db, made, **facts))
    return made


def record(database: Database, made: ConnectionId, link: str, facts: dict[str, Any]) -> None:
    """Note facts about a link."""
    database.write_now(lambda db: connections.record(db, made, link=link, **facts))


def well(age: timedelta = timedelta(minutes=20)) -> dict[str, Any]:
    """Facts of a connection that was read to its end so long ago."""
    at = now() - age
    return {"last_verified": at, "data_up_to": at, "last_attempt": at}


def trouble(code: str, says: str, *, person: bool = False) -> dict[str, Any]:
    return {"error_code": code, "error_says": says, "needs_person": person}


def fill(folder: Path, lines: int = 4000, sandbox: str | None = None) -> dict[str, ConnectionId]:
    """Six connections, one per state that can be stored, and orders in the first two."""
    library = open_at(folder, sandbox)
    database = library.database
    made = {
        "ok": add(database, "stitchex", "Acme Knitwear", **well()),
        "waiting": add(database, "stackline", "Household shops", **well(timedelta(hours=9))),
        "sign_in": add(
            database,
            "stock2shop",
            "Outlet store",
            **well(timedelta(days=18)),
            **trouble("sign_in_needed", "Stock2Shop refused the saved sign-in.", person=True),
        ),
        "failing": add(
            database,
            "stitchlabs",
            "Marketplace",
            **well(timedelta(days=1)),
            **trouble("unreachable", "Stitch Labs did not answer in time."),
        ),
        "stale": add(database, "stock2shop", "Old warehouse", **well(timedelta(days=40))),
        "never": add(database, "stitchex", "Partner shops"),
    }
    database.write_now(links.found, made["waiting"], list(SHOPS))
    for key, _name in SHOPS:
        facts = well(timedelta(hours=9)) if key != "8" else trouble("unreachable", "No answer.")
        record(database, made["waiting"], key, facts)
    asks = trouble("code_needed", "Target asks for a code.", person=True)
    record(database, made["waiting"], "3", asks)
    orders = [order for body in made_orders.pages(lines) for order in made_orders.decode(body)]
    half = len(orders) // 2
    at = int(now().timestamp())
    database.write_now(save_orders, made["ok"], orders[:half], now=at)
    database.write_now(save_orders, made["waiting"], orders[half:], now=at)
    library.close()
    return made

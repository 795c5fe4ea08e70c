from types import SimpleNamespace
from typing import cast

from orderdock.connector.contract import Desk
from orderdock.connector.singles import Singles
from orderdock.domain.errors import NotAllowed, NotThere, OrderdockError
from orderdock.http.calls import Call, Reply


class Server:
    """Has one record, and says no to all others."""

    def __init__(self, no: OrderdockError) -> None:
        self.no = no
        self.asked: list[str] = []

    async def send(self, call: Call) -> Reply:
        self.asked.append(call.path)
        if call.path != "/things/there%2F1":
            raise self.no
        return Reply(200, {}, b"{}")


def singles(no: OrderdockError) -> tuple[Singles, Server]:
    server = Server(no)
    desk = cast("Desk", SimpleNamespace(http=server))
    return Singles(desk, "/things/{id}", "a thing"), server


async def test_where_none_is_ever_there_asking_ends() -> None:
    things, server = singles(NotThere("No."))
    assert [await things.ask(f"gone {n}") for n in range(30)] == [None] * 30
    assert (len(server.asked), things.closed) == (10, True)


async def test_one_that_is_there_keeps_it_open() -> None:
    things, server = singles(NotThere("No."))
    answers = [await things.ask(key) for key in ["gone", "there/1", *["gone"] * 30, "there/1"]]
    assert (answers[-1], things.closed, len(server.asked)) == (b"{}", False, 33)


async def test_what_is_not_for_this_person_is_asked_once() -> None:
    things, server = singles(NotAllowed("No."))
    assert [await things.ask("x"), await things.ask("y")] == [None, None]
    assert (len(server.asked), things.closed) == (1, True)

"""Calls from a table of assumptions."""

from orderdock.connector.assumptions import Assumption, Assumptions
from orderdock.connector.endpoints import Endpoints
from orderdock.http.calls import Expects, Repeat

TABLE = (Assumption("one", "get /things/{id}", "a guess"), Assumption("go", "POST /go", "a guess"))
ENDPOINTS = Endpoints("Acme", {"one": "the thing", "go": "the start"}, {"go"}, {"one"})


def test_a_read_may_be_repeated_and_its_id_is_safe_in_the_path() -> None:
    call = ENDPOINTS.call(Assumptions(TABLE), "one", id="a/b c", query={"x": "1"})
    assert (call.method, call.path, call.what) == ("GET", "/things/a%2Fb%20c", "the thing")
    assert (call.repeat, call.expects, call.authorized) == (Repeat.SAFELY, Expects.JSON, False)
    assert call.query == {"x": "1"}


def test_a_start_is_sent_once_and_may_be_answered_with_nothing() -> None:
    call = ENDPOINTS.call(Assumptions(TABLE, {"go": "PUT /run"}), "go", json={"a": 1})
    assert (call.method, call.path, call.json) == ("PUT", "/run", {"a": 1})
    assert (call.repeat, call.expects, call.authorized) == (Repeat.NEVER, Expects.ANYTHING, True)
    assert str(ENDPOINTS.unexpected("go", "no id")).startswith("Acme answered with something else")

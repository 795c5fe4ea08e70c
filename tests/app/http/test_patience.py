from datetime import UTC, datetime
from typing import Any

import pytest

from orderdock.http.patience import Patience, asked_wait

NOW = datetime(2026, 3, 4, 8, 20, tzinfo=UTC)


def test_waits_double_with_some_chance_and_have_an_end() -> None:
    patience = Patience()
    assert [patience.back_off(tried, 0.5) for tried in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert patience.back_off(3, 0.0) == 3
    assert patience.back_off(3, 1.0) == 5
    assert patience.back_off(50, 0.5) == 30


@pytest.mark.parametrize(
    ("header", "body", "wait"),
    [
        ("12", None, 12),
        (" 0.5 ", None, 0.5),
        ("Wed, 04 Mar 2026 08:21:00 GMT", None, 60),
        ("Wed, 04 Mar 2026 08:21:00", None, 60),
        ("Wed, 04 Mar 2026 07:00:00 GMT", None, 0),
        ("soon", None, None),
        ("-5", None, None),
        ("", {"details": {"retryAfter": 60}}, 60),
        ("", {"details": {"retryAfter": "60"}}, 60),
        ("", {"error": {"details": {"retryAfter": 7}}}, 7),
        ("", {"retry_after": 3}, 3),
        ("", {"details": {"retryAfter": True}}, None),
        ("", {"details": [1], "error": "x"}, None),
        ("", [1, 2], None),
        ("5", {"details": {"retryAfter": 60}}, 5),
        ("", {"details": {"retryAfter": 1e300}}, None),
    ],
)
def test_a_provider_may_ask_for_time_in_many_ways(
    header: str, body: Any, wait: float | None
) -> None:
    assert asked_wait({"retry-after": header}, body, NOW) == wait

"""Stretches of time: halved at midnights, asked for a little wider, each moment in one of them."""

from orderdock.connector.spans import DAY, SMALLEST, Span, midnight
from tests.support.fake_clock import START

NOW = int(START.timestamp())


def test_spans_halve_at_midnight_until_a_quarter_is_left() -> None:
    span = Span(None, midnight(NOW))
    halves = span.halves(2000, NOW)
    assert halves is not None
    first, second = halves
    assert first.start is None
    assert first.end == second.start
    assert (first.end or 0) % DAY == 0
    assert second.end == midnight(NOW)
    assert Span(NOW - SMALLEST, None).halves(2000, NOW) is None
    assert Span(NOW - SMALLEST, NOW).days(1) == ("2025-12-01", "2026-03-05")
    assert Span().days(1) == (None, None)


def test_a_span_holds_its_start_and_not_its_end() -> None:
    span = Span(100, 200)
    assert [span.holds(at) for at in (99, 100, 199, 200, None)] == [False, True, True, False, True]

"""Conditions and sorting that a provider leaves to us."""

from typing import Any

import pytest

from orderdock.connector.conditions import check, holds, in_days, in_order
from orderdock.domain.errors import WrongUsage

RECORD = {
    "status": "Paid",
    "total": "12.50",
    "n": 7,
    "open": True,
    "by": {"name": "Zoë"},
    "x": None,
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (("status", "=", "paid"), True),
        (("status", "!=", "paid"), False),
        (("status", "contains", "AI"), True),
        (("total", "=", "12.5"), True),
        (("total", ">", "9"), True),
        (("n", "<=", "7"), True),
        (("n", "<", "10"), True),
        (("open", "=", "true"), True),
        (("by.name", "=", "zoë"), True),
        (("x", "=", ""), False),
        (("x", "!=", "1"), True),
        (("missing", "<", "1"), False),
    ],
)
def test_numbers_compare_as_numbers_and_words_whatever_the_case(
    condition: tuple[str, str, str], expected: bool
) -> None:
    assert holds(RECORD, condition) is expected


def test_sorting_puts_numbers_before_words_and_the_missing_last() -> None:
    records: list[dict[str, Any]] = [{"a": None}, {"a": "b"}, {"a": "10"}, {}, {"a": 9}, {"a": "A"}]
    assert [r.get("a") for r in in_order(records, "a")] == [9, "10", "A", "b", None, None]
    assert [r.get("a") for r in in_order(records, "a", descending=True)][:2] == ["b", "A"]
    assert in_order(records, "a", descending=True)[-1].get("a") is None


def test_an_unknown_operator_is_named() -> None:
    with pytest.raises(WrongUsage, match="is no operator"):
        check(("a", "like", "b"))


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("=", True), ("!=", False), ("<=", True), (">=", True), ("<", False), (">", False)],
)
def test_a_day_is_compared_with_the_day_of_a_moment(operator: str, expected: bool) -> None:
    record = {"at": "2026-03-31T22:10:00+00:00"}
    assert holds(record, ("at", operator, "2026-03-31")) is expected
    assert holds({"at": "2026-04-01"}, ("at", ">", "2026-03-31"))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (("at", "=", "2026-02-28"), [("at", ">=", "2026-02-28"), ("at", "<", "2026-03-01")]),
        (("at", "<=", "2026-12-31"), [("at", "<", "2027-01-01")]),
        (("at", ">", "2026-12-31"), [("at", ">=", "2027-01-01")]),
        (("at", "!=", "2026-12-31"), []),
        (("at", "=", "2026-02-30"), []),
        (("at", ">", "9999-12-31"), []),
        (("at", ">", "2026-12-31T10:00:00Z"), []),
        (("at", "=", "2026-12-31 10:00"), []),
        (("name", "contains", "x"), []),
        (("name", "!=", "x"), [("name", "!=", "x")]),
    ],
)
def test_days_are_said_by_their_first_moments(
    condition: tuple[str, str, str], said: list[tuple[str, str, str]]
) -> None:
    assert in_days(condition) == said

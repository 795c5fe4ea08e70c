"""Views as text: everything comes back, and what is damaged or newer is told apart."""

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, get_type_hints

import pytest

from orderdock.query.columns import keys
from orderdock.query.filters import DEFAULT_SORT, Between, Hidden, OrderFilter, Sort, Unit
from orderdock.query.periods import PERIODS, period_of, span_of
from orderdock.query.views import Groups, View, from_json, to_json, with_currency

TODAY = date(2026, 3, 31)
FULL = View(
    "Big in March",
    OrderFilter(
        connections=("stackline-1",),
        retailers=("Böl", 'a "quoted" one'),
        statuses=("Shipped",),
        currencies=("EUR",),
        date_from=date(2026, 3, 1),
        min_total=Decimal("49.90"),
        search='blue "cotton shirt" -red',
    ),
    unit=Unit.LINES,
    columns=("ordered_at", "sku", "order_total"),
    widths={"sku": 140},
    frozen=2,
    sorts=(Sort("sku"), Sort("order_total", descending=True)),
    groups=Groups("retailer", "EUR"),
)


def test_a_view_comes_back_as_it_was_kept() -> None:
    assert from_json(FULL.name, to_json(FULL)) == FULL


@pytest.mark.parametrize("name", [each.name for each in fields(OrderFilter)])
def test_every_condition_there_is_comes_back(name: str) -> None:
    samples: dict[Any, Any] = {
        tuple[str, ...]: ("one", "two"),
        tuple[int, ...]: (7, 9),
        str: "blue",
        bool: True,
        date | None: date(2026, 3, 4),
        Decimal | None: Decimal("-1234567890123456789.50"),
        Between: Between(Decimal("1.50"), None, over=True),
        Hidden: Hidden.ONLY,
        OrderFilter | None: OrderFilter(items=("tea",), price=Between(most=Decimal(3))),
    }
    if name in {"timezone", "within", "since"}:  # of who asks, not of the view
        return
    f = OrderFilter(**{name: samples[get_type_hints(OrderFilter)[name]]})
    view = from_json("One", to_json(View("One", f)))
    assert (view.filter, view.unread) == (f, ())


@pytest.mark.parametrize("groups", [None, Groups(), Groups("month"), Groups("brand", "")])
def test_groups_come_back_and_so_does_having_none(groups: Groups | None) -> None:
    view = View("One", groups=groups)
    assert from_json("One", to_json(view)) == view


def test_a_view_that_says_nothing_of_groups_is_written_as_it_always_was() -> None:
    assert "groups" not in json.loads(to_json(View("One")))


@pytest.mark.parametrize("damaged", ["retailer", 7, {"by": 7}, {"currency": "EUR"}, []])
def test_damaged_groups_are_none(damaged: object) -> None:
    assert from_json("One", json.dumps({"groups": damaged})).groups is None


def test_what_an_older_program_did_not_say_has_its_usual_value() -> None:
    assert from_json("Old", "{}") == View("Old")
    assert from_json("Old", '{"filter": {"search": "tea"}}').filter == OrderFilter(search="tea")


def test_what_a_newer_program_said_besides_is_handed_back() -> None:
    body = {**json.loads(to_json(FULL)), "grouped": {"by": "month"}}
    again = json.loads(to_json(from_json("Newer", json.dumps(body))))
    assert again == body


@pytest.mark.parametrize(
    ("asked", "unread"),
    [
        ({"filter": {"moods": ["blue"]}}, ("moods",)),
        ({"filter": {"search": ["blue"]}}, ("search",)),
        ({"filter": {"date_from": "yesterday"}}, ("date_from",)),
        ({"filter": {"min_total": "NaN"}}, ("min_total",)),
        ({"filter": {"min_total": 12}}, ("min_total",)),
        ({"filter": {"retailers": "Amazon"}}, ("retailers",)),
        ({"filter": {"retailers": [1]}}, ("retailers",)),
        ({"filter": "all"}, ("filter",)),
        ({"period": "next-week"}, ("period",)),
        ({"period": ["x"]}, ("period",)),
    ],
)
def test_a_condition_that_cannot_be_read_is_named(asked: object, unread: tuple[str, ...]) -> None:
    assert from_json("Strange", json.dumps(asked)).unread == unread


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '"x"', "[" * 3000])
def test_a_body_that_is_none_is_said(body: str) -> None:
    assert from_json("Broken", body).unread


@pytest.mark.parametrize(
    "layout",
    [
        {"columns": "sku", "widths": [1], "sorts": "sku", "frozen": "2", "unit": 7},
        {"columns": ["nothing", 3, ["x"]], "widths": {"nothing": 5, "retailer": "w"}},
        {"columns": ["brand"], "sorts": [["brand", 1], ["x"], {}], "frozen": 9},
        {"frozen": -1, "widths": {"retailer": -20}},
    ],
)
def test_a_damaged_layout_is_the_usual_one(layout: object) -> None:
    view = from_json("Odd", json.dumps(layout))
    assert view == View("Odd")
    assert view.sorts == DEFAULT_SORT


def test_a_period_moves_with_the_calendar_and_days_stay() -> None:
    moving = View("Last month", period="last-month")
    asked = moving.asked(TODAY, "Europe/Berlin")
    assert (asked.date_from, asked.date_to) == (date(2026, 2, 1), date(2026, 2, 28))
    assert asked.timezone == "Europe/Berlin"
    later = moving.asked(date(2027, 1, 1), "UTC")
    assert (later.date_from, later.date_to) == (date(2026, 12, 1), date(2026, 12, 31))
    assert FULL.asked(TODAY, "UTC") == FULL.filter


def test_the_days_of_a_moving_view_are_not_kept() -> None:
    kept = to_json(replace(FULL, period="this-month"))
    assert "date_from" not in json.loads(kept)["filter"]


def test_periods_are_found_by_their_days() -> None:
    for key in PERIODS:
        span = span_of(key, TODAY)
        assert span is not None
        assert span_of(period_of(*span, TODAY), TODAY) == span
        assert span[0] <= span[1] <= TODAY
    assert span_of("last-45-days", TODAY) == (date(2026, 2, 15), TODAY)
    assert span_of("last-0-days", TODAY) is None
    assert period_of(date(2026, 3, 3), TODAY, TODAY) == ""
    assert period_of(None, None, TODAY) == ""


def test_amounts_keep_their_currency_outside_the_table() -> None:
    assert with_currency(("sku", "unit_price", "order_total", "brand")) == (
        "sku",
        "unit_price",
        "order_total",
        "currency",
        "brand",
    )
    assert with_currency(("sku", "brand")) == ("sku", "brand")
    whole = keys(Unit.LINES)
    assert with_currency(whole) == whole

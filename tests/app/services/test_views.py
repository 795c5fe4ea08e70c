"""Saved views: kept, found by name, renamed, deleted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from orderdock.domain.errors import WrongUsage
from orderdock.query.filters import OrderFilter
from orderdock.query.views import View
from orderdock.services.views import EVERYTHING, SavedView, SavedViews
from orderdock.store.database import Database
from tests.support.fake_clock import FakeClock


@pytest.fixture
def views(tmp_path: Path) -> Iterator[SavedViews]:
    with Database.open(tmp_path / "orders.db") as database:
        yield SavedViews(database, FakeClock())


def names(views: SavedViews) -> list[str]:
    return [view.name for view in views.all()]


def test_a_new_profile_has_a_few_views_that_can_be_read(views: SavedViews) -> None:
    assert names(views) == [
        EVERYTHING,
        "This month",
        "Last month",
        "Returns and cancellations",
        "Hidden orders",
    ]
    for name in names(views):
        assert not views.view(name).unread
    assert views.view("last month").period == "last-month"
    assert views.view(EVERYTHING) == View(EVERYTHING)


def test_a_view_is_kept_and_replaced_by_its_name_whatever_the_case(views: SavedViews) -> None:
    assert views.save(View("  Blue   things ", OrderFilter(search="blue"))) == "Blue things"
    views.pin("blue things", pinned=True)
    views.save(View("BLUE things", OrderFilter(search="azure")))
    assert views.view("blue THINGS").filter.search == "azure"
    assert names(views)[-1] == "BLUE things"
    assert views.all()[-1].pinned


def test_one_view_at_most_opens_at_the_start(views: SavedViews) -> None:
    views.open_at_start("This month")
    views.open_at_start("last month")
    assert [view.name for view in views.all() if view.at_start] == ["Last month"]
    views.open_at_start(EVERYTHING)
    assert not any(view.at_start for view in views.all())


def test_a_view_is_renamed_but_not_over_another(views: SavedViews) -> None:
    assert views.rename("this month", "Month to date") == "Month to date"
    assert views.rename("Month to date", "MONTH to date") == "MONTH to date"
    with pytest.raises(WrongUsage, match="There is a view “Last month” already"):
        views.rename("MONTH to date", "Last month")
    assert "MONTH to date" in names(views)


def test_a_deleted_view_is_gone(views: SavedViews) -> None:
    views.delete("last MONTH")
    assert SavedView("Last month") not in views.all()
    with pytest.raises(WrongUsage):
        views.delete("Last month")


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x07b", "all ORDERS"])
def test_some_names_cannot_be(views: SavedViews, name: str) -> None:
    with pytest.raises(WrongUsage):
        views.save(View(name))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Last monht", "There is no view “Last monht”. Near it: “Last month”"),
        ("month", "“This month”, “Last month”"),
        ("returns", "Near it: “Returns and cancellations”."),
        ("qqq", "orderdock views lists them"),
    ],
)
def test_an_unknown_name_is_answered_with_the_near_ones(
    views: SavedViews, asked: str, said: str
) -> None:
    with pytest.raises(WrongUsage) as caught:
        views.view(asked)
    assert said in str(caught.value)


def test_what_is_always_there_stays_as_it_is(views: SavedViews) -> None:
    acts: list[Callable[[], object]] = [
        lambda: views.rename(EVERYTHING, "Mine"),
        lambda: views.delete("all orders"),
        lambda: views.pin(EVERYTHING, pinned=True),
    ]
    for act in acts:
        with pytest.raises(WrongUsage, match="always there"):
            act()

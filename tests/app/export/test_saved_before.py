from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from orderdock.domain.errors import PersonCancelled
from orderdock.export.request import ExportRequest
from orderdock.export.saved import same_of
from orderdock.query.filters import OrderFilter
from orderdock.services.export import About, ExportService
from tests.support.shelf import NOW, Shelf, line, order


@pytest.fixture
def service(shelf: Shelf) -> ExportService:
    shelf.save(order("a", line("1")), order("b", line("1")), order("c", line("1")))
    return ExportService(shelf.database)


def test_only_what_is_new_or_changed_is_saved_the_next_time(
    service: ExportService, shelf: Shelf, tmp_path: Path
) -> None:
    request = ExportRequest(preset="orders", only_new=True)
    assert service.last(request) is None
    assert service.run(request, tmp_path / "1.csv").rows == 3, "the first time everything is new"
    assert service.run(request, tmp_path / "2.csv").rows == 0
    shelf.save(order("b", line("1", "Renamed")), order("d", line("1")), now=NOW)
    last = service.last(request)
    assert last is not None
    assert (last.orders, last.path) == (2, tmp_path / "2.csv")
    assert service.preview(request).total_rows == 2
    assert service.run(request, tmp_path / "3.csv").rows == 2
    assert (tmp_path / "3.csv").read_text().count("N-") == 2
    assert service.run(replace(request, only_new=False), tmp_path / "all.csv").rows == 4


@pytest.mark.parametrize(
    ("f", "same"),
    [
        (OrderFilter(), "da111ad158cbe82388c69df12f470d7bf104a55c79e87f327630ea3b2e07da9f"),
        (
            OrderFilter(
                retailers=("Target",),
                date_from=date(2026, 3, 4),
                min_total=Decimal("5.50"),
                without=OrderFilter(search="x"),
                within=OrderFilter(tags=("gift",)),
            ),
            "0d135b97428931b4bfd54c74927bd79c893f3b184a8227afa977f8c68c5af7e8",
        ),
    ],
)
def test_what_an_older_version_saved_is_known_as_the_same(f: OrderFilter, same: str) -> None:
    assert same_of(ExportRequest(filter=f)) == same
    assert same_of(ExportRequest(filter=replace(f, among=(7,)))) != same


def test_another_filter_or_preset_has_a_last_time_of_its_own(
    service: ExportService, tmp_path: Path
) -> None:
    service.run(ExportRequest(), tmp_path / "lines.csv")
    assert service.last(ExportRequest()) is not None
    assert service.last(ExportRequest(preset="orders")) is None
    assert service.last(ExportRequest(filter=OrderFilter(retailers=("Amazon",)))) is None
    assert service.last(ExportRequest(columns=("sku",))) is None
    assert service.last(ExportRequest(format="xlsx")) is not None, "the same in another format"
    assert service.last(ExportRequest(order_ids=(1,))) is None


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (("b", "d"), "1 order is new and 1 changed."),
        (("a", "b"), "2 orders changed."),
        (("d",), "1 order is new."),
    ],
)
def test_new_and_changed_orders_are_counted_apart(
    service: ExportService, shelf: Shelf, tmp_path: Path, keys: tuple[str, ...], says: str
) -> None:
    service.run(ExportRequest(), tmp_path / "lines.csv")
    shelf.save(*(order(key, line("1", "Renamed")) for key in keys))
    [finding] = service.findings(ExportRequest(), [])
    assert finding.says.partition(", ")[2] == says


def test_looking_orders_over_ends_when_nobody_wants_to_know(
    service: ExportService, shelf: Shelf
) -> None:
    shelf.save(*(order(f"m{number}", line("1"), line("2")) for number in range(1000)))
    with pytest.raises(PersonCancelled):
        service.findings(ExportRequest(), [], stop=lambda: True)


def test_what_came_since_is_a_finding(service: ExportService, shelf: Shelf, tmp_path: Path) -> None:
    request = ExportRequest()
    assert service.findings(request, []) == []
    service.run(request, tmp_path / "lines.csv")
    assert service.findings(request, []) == []
    shelf.save(order("b", line("1", "Renamed")), order("d", line("1")))
    [finding] = service.findings(request, [])
    assert finding.about is About.CHANGED
    assert finding.says.endswith("1 order is new and 1 changed.")
    assert (finding.count, len(finding.orders)) == (2, 2)
    assert service.findings(replace(request, only_new=True), []) == []


def test_the_log_can_repeat_what_was_saved(service: ExportService, tmp_path: Path) -> None:
    f = OrderFilter(
        retailers=("Amazon",),
        date_from=date(2020, 1, 31),
        min_total=Decimal("0.10"),
        timezone="Europe/Berlin",
        within=OrderFilter(search="shirt"),
    )
    request = ExportRequest(preset="orders", format="xlsx", filter=f)
    service.run(request, tmp_path / "orders.xlsx")
    result = service.run(ExportRequest(order_ids=(2, 3)), tmp_path / "two.csv")
    second, first = service.log()
    assert (first.request, first.path, first.rows) == (request, tmp_path / "orders.xlsx", 3)
    assert second.request == ExportRequest(order_ids=(2, 3))
    assert (second.rows, second.bytes, second.sha256) == (2, result.bytes, result.sha256)
    service.forget(second.number)
    assert [entry.path.name for entry in service.log()] == ["orders.xlsx"]
    assert (tmp_path / "two.csv").exists()


def test_a_large_selection_is_logged_but_not_kept(service: ExportService, tmp_path: Path) -> None:
    service.run(ExportRequest(order_ids=tuple(range(6_000))), tmp_path / "many.csv")
    [entry] = service.log()
    assert (entry.request, entry.rows) == (None, 3)

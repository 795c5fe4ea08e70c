"""What is on screen is what is exported; how it is written is shown and named."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter, Unit
from orderdock.services.export import ExportRequest, ExportService, PresetInfo, Sample
from orderdock.services.library import Library
from orderdock_ui.export.choices import choose as choose_in
from orderdock_ui.export.columns_form import AS_SHOWN, ColumnsForm
from orderdock_ui.export.dialog import ExportDialog
from orderdock_ui.export.file_form import telling_cells, zone_words
from orderdock_ui.export.on_screen import OnScreen, of_page
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.orders.words import Wording
from tests.ui.export.conftest import Begin, until_looked

LINES = PresetInfo("lines", "", "", Unit.LINES)
MONTHS = PresetInfo("m", "", "", Unit.ORDERS, rows="months")
BANK = PresetInfo("b", "", "", Unit.ORDERS, rows="orders", days=True)


def choose(dialog: ExportDialog, preset: str, qtbot: QtBot) -> None:
    box = dialog.form.columns.preset
    box.setCurrentIndex(box.findData(preset))
    until_looked(dialog, qtbot)


def export_to(dialog: ExportDialog, place: Path, qtbot: QtBot) -> list[list[str]]:
    dialog.form.place.field.setText(str(place))
    with qtbot.waitSignal(dialog.saved):
        dialog.foot.start.click()
    return list(csv.reader(io.StringIO(place.read_text("utf-8-sig"), newline="")))


@pytest.fixture
def page(begin: Begin, library: Library, wording: Wording, qtbot: QtBot) -> Iterator[OrdersPage]:
    made = OrdersPage(library, wording)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    qtbot.waitUntil(made.model.is_settled)
    yield made
    made.close_work()


def test_the_file_has_the_columns_of_the_table_in_their_order(
    page: OrdersPage, begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    heads = page.table.heads
    keys = [column.key for column in page.model.columns]
    heads.moveSection(heads.visualIndex(keys.index("order_total")), 0)
    shown = of_page(page)
    assert shown.columns[:2] == ("order_total", "currency")
    assert set(shown.columns) == {*keys, "currency"}
    dialog = begin(shown)
    choose(dialog, AS_SHOWN, qtbot)
    rows = export_to(dialog, tmp_path / "shown.csv", qtbot)
    assert rows[0][:2] == ["Order Total", "Currency"]
    assert len(rows) == 1 + 60
    assert len(rows[0]) == len(shown.columns)


def test_selected_lines_are_exported_as_lines(
    page: OrdersPage, library: Library, begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    page.show_unit(Unit.LINES)
    qtbot.waitUntil(lambda: page.model.is_settled() and page.model.rowCount() == 120)
    page.table.selectRow(1)
    shown = of_page(page).picked(library)
    assert shown.line_ids == (page.model.id_at(1),)
    assert shown.order_ids == ()
    dialog = begin(of_page(page))
    assert dialog.form.scope.selected.text() == "Selected: 1 line"
    dialog.form.scope.selected.click()
    until_looked(dialog, qtbot)
    assert dialog.foot.start.text() == "Export 1 row"
    rows = export_to(dialog, tmp_path / "line.csv", qtbot)
    [line] = library.rows(Unit.LINES, list(shown.line_ids), ["sku"])
    assert rows[1][rows[0].index("SKU")] == line[0]
    choose(dialog, "orders", qtbot)
    assert dialog.foot.start.text() == "Export 1 row"
    page.table.selectAll()
    assert of_page(page).selection is None
    page.table.clearSelection()
    assert of_page(page).selection is None


def test_the_filter_is_said_in_words_and_everything_keeps_the_zone(
    begin: Begin, qtbot: QtBot
) -> None:
    f = OrderFilter(retailers=("Target",), timezone="Europe/Berlin")
    dialog = begin(OnScreen(f, columns=("retailer",)))
    scope = dialog.form.scope
    assert scope.filtered.accessibleDescription() == "Retailer: Target"
    scope.everything.click()
    assert dialog.form.request().filter == OrderFilter(timezone="Europe/Berlin")


def test_both_profiles_show_the_same_row_as_they_write_it(begin: Begin, qtbot: QtBot) -> None:
    dialog = begin(OnScreen(OrderFilter(retailers=("Target",), timezone="Europe/Berlin")))
    file = dialog.form.file
    assert file.data.accessibleDescription() == "For example Target,2026-11-10T07:02:00Z"
    assert file.regional.accessibleDescription().startswith("For example Target")
    assert "2026-11-10 08:02:00" in file.regional.accessibleDescription()
    assert file.zone.text() == "Dates in UTC (ISO 8601)"
    file.regional.click()
    assert file.zone.text() == "Dates in Europe/Berlin"
    until_looked(dialog, qtbot)
    model = dialog.preview.model()
    cells = [model.index(0, column).data() for column in range(3)]
    assert cells[2] == "2026-11-10 08:02:00"


@pytest.mark.parametrize(
    ("data", "regional", "cells"),
    [
        (
            "a,d,n,p\r\nShop,2026-11-10T07:02:00Z,2,12.50\r\n",
            "a;d;n;p\r\nShop;2026-11-10 08:02:00;2;12,50\r\n",
            ("Shop,2026-11-10T07:02:00Z,12.50", "Shop;2026-11-10 08:02:00;12,50"),
        ),
        (
            'a,p\r\n"One, two;",12.50\r\n',
            'a;p\r\n"One, two;";12,50\r\n',
            ('"One, two;",12.50', '"One, two;";12,50'),
        ),
        ("a,b,c,d\r\nx,y,z,w\r\n", "a;b;c;d\r\nx;y;z;w\r\n", ("x,y,z", "x;y;z")),
        ('a\r\n"two\r\nlines"\r\n', 'a\r\n"two\r\nlines"\r\n', ('"two lines"', '"two lines"')),
    ],
)
def test_a_sample_shows_the_cells_that_tell_the_profiles_apart(
    data: str, regional: str, cells: tuple[str, str]
) -> None:
    assert telling_cells(Sample(data, regional), ";") == cells


@pytest.mark.parametrize(
    ("form", "regional", "preset", "words"),
    [
        ("csv", False, LINES, "Dates in UTC (ISO 8601)"),
        ("csv", True, LINES, "Dates in Asia/Tokyo"),
        ("xlsx", False, LINES, "Dates in Asia/Tokyo"),
        ("jsonl", False, LINES, "Dates in UTC (ISO 8601)"),
        ("csv", False, BANK, "Days in Asia/Tokyo"),
        ("jsonl", False, BANK, "Dates in UTC (ISO 8601)"),
        ("jsonl", False, MONTHS, "Months in Asia/Tokyo"),
        ("csv", False, None, "Dates in UTC (ISO 8601)"),
    ],
)
def test_the_zone_of_the_dates_is_named(
    form: str, regional: bool, preset: PresetInfo | None, words: str
) -> None:
    f = OrderFilter(timezone="Asia/Tokyo")
    request = ExportRequest(format=form, regional=regional, filter=f)
    assert zone_words(request, preset) == words


def test_presets_of_ones_own_are_offered_and_broken_ones_say_why(
    dressed: QApplication, library: Library, wording: Wording, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "presets"
    service = ExportService(library.database, presets=folder)
    form = ColumnsForm(service)
    qtbot.addWidget(form)
    service.save_preset("mine", title="My own", unit=Unit.ORDERS, columns=("retailer",))
    (folder / "torn.toml").write_text("no")
    form.begin(OnScreen(OrderFilter()))
    box = form.preset
    assert box.currentData() == "lines"
    assert choose_in(box, "mine")
    assert form.asked() == ("mine", None)
    assert not choose_in(box, "torn")
    torn = box.findData("torn")
    assert "torn" in box.itemData(torn, Qt.ItemDataRole.ToolTipRole)
    assert box.view().sizeHintForRow(torn) > box.view().sizeHintForRow(0), "why is below its name"
    form.begin(OnScreen(OrderFilter()))
    assert form.asked() == ("mine", None)
    service.remove_preset("mine")
    form.begin(OnScreen(OrderFilter()), "mine")
    assert form.asked() == ("lines", None)
    assert box.accessibleDescription() == (
        "The preset “mine” is no longer there; “lines” is chosen instead."
    )

"""The list of what was exported, and a file written again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock.services.export import ExportRequest, ExportResult, ExportService, Logged
from orderdock.services.library import Library
from orderdock_ui.export import places
from orderdock_ui.export.dialog import ExportDialog
from orderdock_ui.export.on_screen import OnScreen
from orderdock_ui.export.page import ExportsPage
from orderdock_ui.export.saved_files import about_of
from orderdock_ui.orders.words import Wording
from tests.ui.export.conftest import Begin, until_looked
from tests.ui.orders import some_orders

TARGET = OrderFilter(retailers=("Target",))


class Keeper:
    def __init__(self, kept: dict[str, Any] | None = None) -> None:
        self.kept = kept or {}

    def settings(self) -> dict[str, Any]:
        return self.kept

    def save_setting(self, key: str, value: Any) -> None:
        self.kept[key] = value


@pytest.fixture
def service(library: Library) -> ExportService:
    return ExportService(library.database)


@pytest.fixture
def page(
    dressed: QApplication, library: Library, wording: Wording, qtbot: QtBot
) -> Iterator[ExportsPage]:
    made = ExportsPage(library, wording)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.shown):
        made.refresh()
    yield made
    made.close_work()


def words(page: ExportsPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.text()]


def button(page: ExportsPage, name: str) -> QAbstractButton:
    found = page.findChild(QAbstractButton, name)
    assert found is not None
    return found


def next_by_tab(widget: QWidget) -> QWidget:
    found = widget.nextInFocusChain()
    while found is not None and not can_take_focus(found):
        found = found.nextInFocusChain()
    assert found is not None
    return found


def can_take_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible()


def test_files_are_listed_newest_first_with_what_became_of_them(
    page: ExportsPage, service: ExportService, tmp_path: Path, qtbot: QtBot
) -> None:
    empty = page.findChild(QWidget, "exports-empty")
    assert empty is not None
    assert empty.isVisible()
    for name in ("first.csv", "second.csv", "third.csv"):
        service.run(ExportRequest(filter=TARGET), tmp_path / name)
    (tmp_path / "first.csv").unlink()
    (tmp_path / "second.csv").write_text("other")
    with qtbot.waitSignal(page.shown):
        page.open(service)
    assert not empty.isVisible()
    said = words(page)
    assert said.index("third.csv") < said.index("second.csv") < said.index("first.csv")
    assert f"No longer in {tmp_path}" in said
    assert f"Changed since, now 5 bytes, in {tmp_path}" in said
    assert str(tmp_path) in said
    assert "lines, CSV, Retailer: Target" in said
    assert any(text.startswith("24 rows · ") for text in said)
    assert button(page, "exports-open-2").accessibleName() == "Open folder of first.csv"
    assert button(page, "exports-repeat-0").accessibleName() == "Repeat third.csv"
    on: QWidget = button(page, "exports-new")
    for name in ("repeat-0", "open-0", "remove-0", "repeat-1"):
        on = next_by_tab(on)
        assert on.objectName() == f"exports-{name}"


def test_a_file_is_taken_off_the_list_and_stays_on_the_disk(
    page: ExportsPage, service: ExportService, tmp_path: Path, qtbot: QtBot
) -> None:
    service.run(ExportRequest(), tmp_path / "mine.csv")
    (tmp_path / "p.csv").write_text("x")
    page.note(ExportResult(tmp_path / "p.csv", 1, 1))
    with qtbot.waitSignal(page.shown):
        page.open(service)
    data, orders = ("p.csv", "mine.csv") if words(page)[2] == "p.csv" else ("mine.csv", "p.csv")
    for name in (data, orders):
        assert button(page, "exports-remove-0").accessibleName() == f"Remove {name} from the list"
        button(page, "exports-remove-0").setFocus()
        with qtbot.waitSignal(page.shown):
            button(page, "exports-remove-0").click()
        left = page.findChild(QWidget, "exports-remove-0") or button(page, "empty-action")
        assert page.focusWidget() is left
    assert service.log() == []
    assert (tmp_path / "mine.csv").is_file()
    assert (tmp_path / "p.csv").is_file()
    empty = page.findChild(QWidget, "exports-empty")
    assert empty is not None
    assert empty.isVisible()


def test_a_long_list_is_shown_in_parts(page: ExportsPage, library: Library, qtbot: QtBot) -> None:
    entries = [{"path": f"/x/{n}", "rows": n, "bytes": 1, "at": n} for n in range(35)]
    library.save_setting("export.log", entries)
    with qtbot.waitSignal(page.shown):
        page.refresh()
    assert page.findChild(QWidget, "exports-remove-30") is None
    more = button(page, "exports-older")
    assert more.text() == "Show 5 older files"
    more.click()
    assert page.findChild(QWidget, "exports-remove-34") is not None
    assert not more.isVisible()


def test_exporting_is_one_step_away(page: ExportsPage, qtbot: QtBot) -> None:
    for name in ("empty-action", "exports-new"):
        found = page.findChild(QPushButton, name)
        assert found is not None
        with qtbot.waitSignal(page.export_asked):
            found.click()


def test_a_file_is_repeated_as_it_was_with_one_press(
    page: ExportsPage,
    begin: Begin,
    service: ExportService,
    library: Library,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    f = replace(TARGET, timezone="Europe/Berlin")
    columns = ("ordered_at", "retailer")
    asked = ExportRequest("orders", "csv", columns, f, regional=True, delimiter="\t", raw=True)
    target = tmp_path / "again.csv"
    service.run(asked, target)
    first = target.read_bytes()
    target.unlink()
    with qtbot.waitSignal(page.shown):
        page.open(service)
    with qtbot.waitSignal(page.repeat_asked) as repeated:
        button(page, "exports-repeat-0").click()
    logged = repeated.args[0]
    assert isinstance(logged, Logged)
    dialog = begin_repeated(begin, logged, qtbot)
    assert dialog.form.request() == asked
    assert dialog.form.place.field.text() == str(target)
    assert dialog.foot.start.text() == "Export 12 rows"
    assert dialog.focusWidget() is dialog.foot.start
    assert dialog.form.columns.preset.currentText() == "The columns of that file: 2 columns"
    assert "untouched" in " ".join(label.text() for label in dialog.form.findChildren(QLabel))
    with qtbot.waitSignal(dialog.saved):
        dialog.foot.start.click()
    assert target.read_bytes() == first
    dialog.repeat(logged)
    until_looked(dialog, qtbot)
    assert dialog.focusWidget() is dialog.foot.start


def test_a_selection_is_repeated_as_a_selection(
    begin: Begin, service: ExportService, tmp_path: Path, qtbot: QtBot
) -> None:
    asked = ExportRequest(order_ids=(5,))
    service.run(asked, tmp_path / "one.csv")
    dialog = begin_repeated(begin, service.log()[0], qtbot)
    assert dialog.form.request().order_ids == (5,)
    assert dialog.foot.start.text() == "Export 2 rows"


def test_only_what_came_since_the_last_time_is_offered_once_there_was_one(
    begin: Begin, service: ExportService, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    on_screen = OnScreen(TARGET)
    dialog = begin(on_screen)
    box = dialog.form.scope.only_new
    assert not box.isVisible()
    service.run(dialog.form.request(), tmp_path / "first.csv")
    some_orders.add(library, some_orders.connection_in(library), range(60, 70))
    begin(on_screen)
    assert box.isVisible()
    assert box.accessibleName().startswith("Only new or changed since ")
    assert box.accessibleName().endswith(" (2 orders)")
    box.click()
    until_looked(dialog, qtbot)
    assert dialog.foot.start.text() == "Export 4 rows"
    dialog.form.columns.preset.setCurrentIndex(
        dialog.form.columns.preset.findData("lines-full")
    )  # never saved before
    until_looked(dialog, qtbot)
    assert not box.isVisible()
    assert not dialog.form.request().only_new
    assert dialog.foot.start.text() == "Export 28 rows"


def begin_repeated(begin: Begin, logged: Logged, qtbot: QtBot) -> ExportDialog:
    dialog = begin(OnScreen(OrderFilter()))
    dialog.repeat(logged)
    until_looked(dialog, qtbot)
    return dialog


def test_what_was_asked_for_is_said_in_one_line() -> None:
    assert about_of(None, str) == ""
    assert about_of(ExportRequest(), str) == "lines, CSV, all orders"
    shown = ExportRequest("orders", "xlsx", ("retailer",), TARGET, only_new=True)
    assert about_of(shown, str) == "orders as shown, XLSX, Retailer: Target, only new or changed"
    assert about_of(ExportRequest(order_ids=(1,)), str) == "lines, CSV, 1 selected order"
    assert about_of(ExportRequest(line_ids=(1, 2)), str) == "lines, CSV, 2 selected lines"


@pytest.mark.parametrize(
    "log", ["x", [1, {"path": 3}, {"path": "a"}], [{"path": "a", "rows": "1", "bytes": 1, "at": 1}]]
)
def test_damaged_entries_are_left_out(log: object) -> None:
    assert places.log(Keeper({"export.log": log})) == []


def test_the_list_of_other_data_does_not_grow_for_ever() -> None:
    keeper = Keeper()
    for number in range(60):
        places.remember(keeper, {"path": f"/x/{number}", "rows": 1, "bytes": 1, "at": number})
    assert len(places.log(keeper)) == 50
    assert places.log(keeper)[0]["path"] == "/x/59"
    places.forget(keeper, "/x/59", 59)
    assert places.log(keeper)[0]["path"] == "/x/58"


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (6_812_000, "6.8 MB"), (2e11, "200 GB")],
)
def test_sizes_are_short(size: float, said: str) -> None:
    assert places.file_size(int(size)) == said


def test_a_folder_is_named_from_the_home_on() -> None:
    assert places.said(Path.home() / "Documents") == "~/Documents"
    assert places.said(Path.home()) == "~"
    assert places.said(Path("/srv/books")) == "/srv/books"

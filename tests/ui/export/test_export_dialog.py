"""The export window, from looking at the file to having it."""

import os
import resource
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock.services.export import ExportResult, ExportService
from orderdock.services.library import Library
from orderdock_ui.export.dialog import ExportDialog
from orderdock_ui.export.on_screen import OnScreen
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme


def preview(dialog: ExportDialog) -> list[list[str]]:
    model = dialog.preview.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def export_to(dialog: ExportDialog, place: Path | str) -> None:
    dialog.form.place.field.setText(str(place))
    dialog.foot.start.click()


def test_the_fixed_identifiers_are_there(dialog: ExportDialog) -> None:
    assert dialog.accessibleIdentifier() == "export-dialog"
    for name in ("format", "preset", "path", "start", "preview"):
        widget = dialog.findChild(QWidget, f"export-{name}")
        assert widget is not None
        assert widget.accessibleIdentifier() == f"export-{name}"
        assert widget.accessibleName()


def test_it_shows_the_head_of_the_file_exactly_as_it_is_written(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    cells = preview(dialog)
    assert len(cells) == 20
    heads = [
        dialog.preview.model().headerData(c, Qt.Orientation.Horizontal)
        for c in range(len(cells[0]))
    ]
    with qtbot.waitSignal(dialog.saved):
        export_to(dialog, tmp_path / "orders.csv")
    written = (tmp_path / "orders.csv").read_bytes().decode().split("\r\n")
    assert written[0] == ",".join(heads)
    assert written[1].startswith(",".join(cells[0][:3]))
    assert len(written) == 1 + 24 + 1


def test_scopes_say_how_much_they_hold(dialog: ExportDialog, qtbot: QtBot) -> None:
    form = dialog.form.scope
    assert form.filtered.text() == "As filtered: 12 orders"
    assert form.filtered.isChecked()
    assert not form.selected.isEnabled()
    assert form.selected.toolTip() == "No order is selected."
    form.everything.click()
    qtbot.waitUntil(lambda: dialog.foot.start.text() == "Export 120 rows")
    dialog.begin(OnScreen(OrderFilter(), order_ids=(1, 2, 3)))
    qtbot.waitUntil(lambda: form.selected.text() == "Selected: 3 orders")
    assert form.selected.isChecked()
    assert not form.filtered.isEnabled()
    qtbot.waitUntil(lambda: dialog.foot.start.text() == "Export 6 rows")


def test_presets_and_formats_change_the_file_and_its_name(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    form = dialog.form
    file, preset = form.file, form.columns.preset
    preset.setCurrentIndex(preset.findData("orders"))
    qtbot.waitUntil(lambda: dialog.foot.start.text() == "Export 12 rows")
    assert form.place.field.text().endswith(".csv")
    file.format.setCurrentIndex(file.format.findData("jsonl"))
    assert form.place.field.text().endswith(".jsonl")
    assert not file.regional.isEnabled()
    form.place.field.setText(form.place.field.text().replace(".jsonl", ".csv"))
    form.place.field.editingFinished.emit()
    assert file.format.currentData() == "csv"
    assert file.regional.isEnabled()


def test_formats_that_cannot_be_written_say_why(dialog: ExportDialog) -> None:
    box = dialog.form.file.format
    greyed = [
        i
        for i in range(box.count())
        if not box.model().flags(box.model().index(i, 0)) & Qt.ItemFlag.ItemIsEnabled
    ]
    for place in greyed:
        assert box.itemText(place).endswith("– not installed")
        assert box.itemData(place, Qt.ItemDataRole.ToolTipRole)
    unavailable = [f for f in ExportService.formats(dialog._looking.service) if not f.available]
    assert len(greyed) == len(unavailable)


def test_the_file_for_a_spreadsheet_has_its_mark(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.form.file.regional.click()
    with qtbot.waitSignal(dialog.saved):
        export_to(dialog, tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_end_is_told_with_a_way_to_the_folder(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.saved) as saved:
        export_to(dialog, tmp_path / "orders.csv")
    result = saved.args[0]
    assert isinstance(result, ExportResult)
    assert (result.rows, result.path) == (24, tmp_path / "orders.csv")
    assert dialog.foot.said.text().startswith("Saved 24 rows, ")
    assert dialog.foot.folder.isVisible()
    assert dialog.foot.cancel.text() == "Close"
    assert not dialog.foot.start.isVisible()
    dialog.form.scope.everything.click()
    qtbot.waitUntil(dialog.foot.start.isVisible)
    assert dialog.foot.cancel.text() == "Cancel"


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("", "Name a file to save to."),
        ("{0}/missing/orders.csv", "does not exist."),
        ("{0}", "is a folder."),
        ("{0}/folder.csv", "is a folder."),
        ("{0}/pipe.csv", "is not an ordinary file."),
    ],
)
def test_a_place_that_will_not_do_is_refused_at_the_field(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, place: str, says: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    export_to(dialog, place.format(tmp_path))
    qtbot.waitUntil(lambda: says in dialog.form.place.refusal())
    field = dialog.form.place.field
    assert field.property("error") == "true"
    assert field.accessibleDescription() == dialog.form.place.refusal()
    assert dialog.form.isEnabled()
    QTest.keyClicks(field, "x")
    assert dialog.form.place.refusal() == ""
    with qtbot.waitSignal(dialog.saved):
        export_to(dialog, tmp_path / "better.csv")


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))  # no file may grow further
    try:
        export_to(dialog, tmp_path / "orders.csv")
        qtbot.waitUntil(lambda: "not enough space" in dialog.form.place.refusal())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["profile"]
    with qtbot.waitSignal(dialog.saved):
        dialog.foot.start.click()


def test_an_existing_file_is_said_to_be_replaced_and_kept_on_cancel(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    old = tmp_path / "old.csv"
    old.write_text("precious")
    place = dialog.form.place
    place.field.setText(str(old))
    place.look_again()
    expected = "old.csv exists; it will be replaced when the new one is complete."
    assert place.field.accessibleDescription() == expected
    with qtbot.waitSignal(dialog.saved):
        dialog.foot.start.click()
    assert old.read_text(encoding="utf-8").startswith("Retailer,")
    assert place.field.accessibleDescription() == f"Saved in {tmp_path}, its manifest beside it."
    dialog.begin(OnScreen(OrderFilter()))
    assert place.field.accessibleDescription() == expected


def test_a_bare_name_goes_beside_the_last_file_and_gets_its_extension(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.saved):
        export_to(dialog, "march")
    assert (tmp_path / "march.csv").is_file()
    assert dialog.form.place.field.text() == str(tmp_path / "march.csv")


def test_the_first_name_is_one_that_does_not_exist(
    dressed: QApplication, qtbot: QtBot, library: Library, wording: Wording, tmp_path: Path
) -> None:
    today = library.clock.now().date()
    (tmp_path / f"orders-{today}.csv").touch()
    dialog = ExportDialog(library, ExportService(library.database), wording)
    qtbot.addWidget(dialog)
    dialog.begin(OnScreen(OrderFilter()))
    assert dialog.form.place.field.text() == str(tmp_path / f"orders-{today}-2.csv")
    dialog.end_work()


def test_a_place_is_chosen_without_a_nested_loop(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    button = dialog.findChild(QWidget, "export-browse")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "chosen.jsonl"))
    assert dialog.form.file.format.currentData() == "jsonl"
    assert dialog.form.place.field.text() == str(tmp_path / "chosen.jsonl")
    chooser.done(QDialog.DialogCode.Rejected)


def test_what_is_wanting_is_told_before_saving_with_the_way_to_mend_it(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    link = dialog.findChild(QPushButton, "export-mend-stackline-1")
    assert link is not None
    assert "Household shops was never read to its end." in link.accessibleName()
    with qtbot.waitSignal(dialog.mend_asked) as asked:
        link.click()
    assert asked.args == ["stackline-1"]
    dialog.begin(OnScreen(OrderFilter(retailers=("Outlet store",))))
    qtbot.waitUntil(lambda: dialog.before.many.text() == "2 findings")


def test_no_rows_give_a_file_with_its_header_alone(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.begin(OnScreen(OrderFilter(search="zzz")))
    qtbot.waitUntil(lambda: dialog.foot.start.text() == "Export 0 rows")
    assert dialog.foot.said.text() == "The file will hold its header alone."
    with qtbot.waitSignal(dialog.saved):
        export_to(dialog, tmp_path / "none.csv")
    assert (tmp_path / "none.csv").read_text().startswith("Retailer,Retailer Order ID,")


@pytest.mark.parametrize(("width", "pixels"), [(640, 13), (1280, 26)])
def test_it_fits_small_screens_and_large_text(
    dialog: ExportDialog, dressed: QApplication, width: int, pixels: int
) -> None:
    font, large = dressed.font(), dressed.font()
    large.setPixelSize(pixels)
    try:
        theme.set_base_font(dressed, large)
        dialog.resize(width, 400 * pixels // 13)
        assert dialog.minimumSizeHint().width() <= width
        assert dialog.minimumSizeHint().height() <= 400 * pixels // 13
        box = dialog.findChild(QComboBox, "export-preset")
        assert box is not None
        assert box.width() <= width
    finally:
        theme.set_base_font(dressed, font)

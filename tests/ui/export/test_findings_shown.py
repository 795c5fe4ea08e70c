"""What the window says before a file is saved: shown, ignored, and said again when it changes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock.services.export import About, ExportRequest, ExportResult, Finding, Note
from orderdock.services.library import Library
from orderdock_ui.export import findings
from orderdock_ui.export.dialog import ExportDialog
from orderdock_ui.export.on_screen import OnScreen
from orderdock_ui.widgets import notices
from tests.ui.export.conftest import Begin, until_looked
from tests.ui.orders import some_orders

OUTLET = OnScreen(OrderFilter(retailers=("Outlet store",)))
WORDS = "12 orders have no total. Their cells stay blank."


def link(dialog: ExportDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def told(dialog: ExportDialog) -> list[str]:
    return [note.sentence.text() for note in dialog.before.findChildren(notices.Note)]


def test_the_serious_come_first_each_in_one_line(begin: Begin) -> None:
    dialog = begin(OUTLET)
    assert told(dialog) == ["Household shops was never read to its end.", WORDS]
    assert dialog.before.many.text() == "2 findings"
    said = [label.text() for label in dialog.before.findChildren(QLabel)]
    assert "5 more checks passed: currencies, sums, ids, formulas, days" in said
    assert link(dialog, "export-show-blank-totals").accessibleName() == f"Show: {WORDS}"


def test_the_orders_of_a_finding_are_shown_in_place_of_the_file(begin: Begin, qtbot: QtBot) -> None:
    dialog = begin(OnScreen(OrderFilter(retailers=("Outlet store", "Target"))))
    link(dialog, "export-show-blank-totals").click()
    qtbot.waitUntil(dialog.place.is_away)
    assert dialog.place.head.text() == "Orders without a total: first 20 of 24 rows"
    model = dialog.preview.model()
    shown = {model.index(row, 0).data() for row in range(model.rowCount())}
    assert shown == {"Outlet store"}
    assert dialog.foot.start.text() == "Export 48 rows"
    assert dialog.focusWidget() is dialog.place.back
    QTest.keyClick(dialog.place.back, Qt.Key.Key_Escape)
    assert not dialog.place.is_away()
    assert dialog.isVisible()
    assert dialog.place.head.text() == "First 20 of 48 rows"
    link(dialog, "export-show-blank-totals").click()
    qtbot.waitUntil(dialog.place.is_away)
    dialog.place.back.click()
    assert dialog.place.head.text() == "First 20 of 48 rows"


def test_the_orders_of_a_finding_open_in_the_table_of_orders(
    begin: Begin, qtbot: QtBot, library: Library
) -> None:
    dialog = begin(OUTLET)
    lead = link(dialog, "export-orders-blank-totals")
    assert lead.accessibleName() == f"Show in orders: {WORDS}"
    with qtbot.waitSignal(dialog.orders_asked) as asked:
        lead.click()
    assert not dialog.isVisible()
    [f] = asked.args
    assert library.count(f).orders == len(f.among) == 12
    assert library.count(replace(f, retailers=("Outlet store",), blank=("total",))).orders == 12


def test_another_choice_leads_back_to_the_file(begin: Begin, qtbot: QtBot) -> None:
    dialog = begin(OUTLET)
    link(dialog, "export-show-blank-totals").click()
    qtbot.waitUntil(dialog.place.is_away)
    dialog.form.scope.everything.click()
    until_looked(dialog, qtbot)
    assert dialog.place.head.text() == "First 20 of 120 rows"


def test_what_is_ignored_waits_behind_a_link_and_can_be_told_again(begin: Begin) -> None:
    dialog = begin(OUTLET)
    more = link(dialog, "export-ignored")
    assert not more.isVisible()
    link(dialog, "export-ignore-blank-totals").click()
    assert WORDS not in told(dialog)
    assert more.text() == "1 ignored, show"
    assert dialog.focusWidget() is more
    more.click()
    assert more.text() == "1 ignored, hide"
    link(dialog, "export-heed-blank-totals").click()
    assert WORDS in told(dialog)
    assert not more.isVisible()


def test_ignoring_holds_for_these_columns_until_the_count_is_another(
    begin: Begin, library: Library, qtbot: QtBot
) -> None:
    dialog = begin(OUTLET)
    link(dialog, "export-ignore-blank-totals").click()
    begin(OUTLET)
    assert WORDS not in told(dialog)
    preset = dialog.form.columns.preset
    preset.setCurrentIndex(preset.findData("orders"))
    until_looked(dialog, qtbot)
    assert WORDS in told(dialog)
    preset.setCurrentIndex(preset.findData("lines"))
    until_looked(dialog, qtbot)
    assert WORDS not in told(dialog)
    some_orders.add(library, some_orders.connection_in(library), range(60, 65))
    begin(OUTLET)
    assert "13 orders have no total. Their cells stay blank." in told(dialog)


def test_all_of_it_is_reached_by_tab_in_the_order_of_reading(begin: Begin) -> None:
    dialog = begin(OUTLET)
    found, on = [], dialog.form.place.findChild(QWidget, "export-browse")
    while on is not None and on is not dialog.foot.cancel:
        on = on.nextInFocusChain()
        if on and on.focusPolicy() & Qt.FocusPolicy.TabFocus and on.isVisible():
            found.append(on.objectName())
    assert found == [
        "export-mend-stackline-1",
        "export-ignore-incomplete-stackline-1",
        "export-show-blank-totals",
        "export-orders-blank-totals",
        "export-ignore-blank-totals",
        "export-preview",
        "export-cancel",
    ]


def test_findings_of_one_connection_each_are_told_apart(library: Library) -> None:
    one = Finding(About.INCOMPLETE, "A was never read.", 10, connection="a-1")
    ignored = findings.Ignored(library)
    ignored.add("lines", one)
    assert ignored.covers("lines", one)
    assert not ignored.covers("lines", replace(one, connection="b-1"))
    assert not ignored.covers("orders", one)
    assert not ignored.covers("lines", replace(one, count=11))
    ignored.take_back("lines", one)
    assert not ignored.covers("lines", one)


@pytest.mark.parametrize("saved", ["x", [1], {"lines": 3}, {"lines": {"blank-totals": "12"}}])
def test_a_damaged_memory_of_what_is_ignored_hides_nothing(library: Library, saved: object) -> None:
    library.save_setting("export.ignored", saved)
    ignored = findings.Ignored(library)
    finding = Finding(About.BLANK_TOTALS, WORDS, 12)
    assert not ignored.covers("lines", finding)
    ignored.add("lines", finding)
    assert ignored.covers("lines", finding)


def test_columns_as_shown_are_another_choice_than_the_preset() -> None:
    shown = ExportRequest(preset="orders", columns=("retailer",))
    assert findings.kind_of(shown) != findings.kind_of(ExportRequest(preset="orders"))


def test_only_the_first_orders_of_very_many_are_shown() -> None:
    few = Finding(About.FORMULAS, "", 2, (1, 2))
    assert findings.title_of(few) == "Orders with text like a formula"
    assert findings.title_of(replace(few, about=About.LONG_IDS, count=9)).endswith("(the first 2)")


def test_afterwards_it_says_what_was_read_back_and_what_is_to_be_known(
    dialog: ExportDialog, tmp_path: object, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.saved) as saved:
        dialog.foot.start.click()
    assert dialog.before.head.text() == "Saved"
    assert told(dialog) == [
        "24 rows were read back from the file; every sum is as it should be."
        " Order totals: USD 930.00."
    ]
    result = saved.args[0]
    assert isinstance(result, ExportResult)
    note = Note("no_total", "2 orders without a total were left out.")
    dialog.before.tell_end(replace(result, totals=(), notes=(note,)))
    assert told(dialog)[1:] == [note.says]


def test_coming_back_from_mending_looks_again(
    dialog: ExportDialog, library: Library, qtbot: QtBot
) -> None:
    dialog._come_back()
    assert dialog.is_settled()
    some_orders.add(library, some_orders.connection_in(library), range(60, 65))
    dialog._come_back()
    assert not dialog.is_settled()
    until_looked(dialog, qtbot)
    assert dialog.foot.start.text() == "Export 26 rows"

"""What is not on the screen at the start is neither loaded nor made before it is wanted."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.widgets.later import Later
from tests.ui.orders import some_orders

LATER = (
    "drawer", "own_words_part", "filter_panel", "filter_ticks", "columns_chooser", "offers_list",
    "totals_explained", "tags_editor", "note_editor", "groups.pane", "view_dialog", "nothing_here",
)  # fmt: skip
OF_SEARCH = ("completion", "language", "language_writing", "choices", "detail")
FIRST_ROWS = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from orderdock import compose
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.theme import theme
app = QApplication([])
theme.apply(app, "light")
library = compose.open_library(
    compose.find_profile(profile=None, data_dir=Path(sys.argv[1]), sandbox=None, environ={})
)
page = OrdersPage(library)
counted = []
page.model.counted.connect(counted.append)
page.show()
while not (counted and page.model.rowCount()):
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
page.close_work()
library.close()
print([name for name in sys.argv[2:] if name in sys.modules])
"""


def test_the_orders_are_on_show_before_anything_around_them_is_loaded(tmp_path: Path) -> None:
    some_orders.profile_at(tmp_path).close()
    names = [f"orderdock_ui.orders.{name}" for name in LATER]
    names += [f"orderdock.query.{name}" for name in OF_SEARCH]
    done = subprocess.run(
        [sys.executable, "-c", FIRST_ROWS, str(tmp_path), *names],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_what_is_made_late_is_made_once_and_told_to_all_who_wait() -> None:
    made: list[str] = []
    told: list[str] = []

    def make() -> str:
        made.append("it")
        return "it"

    later = Later(make)
    later.then(told.append)
    assert (later.made, told) == (None, [])
    assert later.get() == later.get() == later.made == "it"
    later.then(told.append)
    assert (made, told) == (["it"], ["it", "it"])


def test_tab_goes_from_the_table_through_the_panes_whichever_was_opened_first(
    page: OrdersPage, qtbot: QtBot
) -> None:
    page.resize(1300, 700)
    page.open_row(0)
    qtbot.waitUntil(lambda: page.detail.is_open())
    page.toggle_filter()
    stops, at = [], page.table.nextInFocusChain()
    while at is not None and at is not page.table:
        if at.isVisible() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(at.objectName())
        at = at.nextInFocusChain()
    wanted = ["orders-filter-close", "orders-filter-clear", "order-detail-close", "orders-explain"]
    assert stops[0] == wanted[0]
    assert [name for name in stops if name in wanted[:3]] == wanted[:3]


def test_the_panel_opens_with_the_filter_in_force(page: OrdersPage, qtbot: QtBot) -> None:
    page.tools.search.setText("retailer:target")
    page.tools.search.entered.emit()
    qtbot.waitUntil(lambda: page.model.filter.retailers != ())
    assert page.asking.panel.made is None
    page.toggle_filter()
    ticks = page.filters.lists["retailer"].ticks
    qtbot.waitUntil(lambda: ticks.ticked() == page.model.filter.retailers)


def test_nothing_that_is_made_late_takes_the_focus_from_the_box(
    page: OrdersPage, qtbot: QtBot
) -> None:
    page.activateWindow()
    page.focus_search()
    qtbot.waitUntil(page.tools.search.hasFocus)
    page.tools.search.setText("nothing has such words")
    qtbot.waitUntil(lambda: not page.table.isVisible())
    assert page.tools.search.hasFocus()

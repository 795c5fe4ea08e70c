"""The model: a page at a time, first rows at once, the whole order after, places kept."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock.domain.errors import DataFolderTrouble
from orderdock.query.columns import BY_KEY, Column
from orderdock.query.filters import DEFAULT_SORT, Count, OrderFilter, Sort, Unit
from orderdock.query.row_ids import RowIds
from orderdock.services.library import Library
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.row_pages import KEPT, PAGE
from orderdock_ui.orders.table_model import FIRST, OrdersModel, OrdersReader
from orderdock_ui.orders.words import Wording
from tests.ui.orders import some_orders
from tests.ui.orders.some_orders import PretendLibrary

Role = Qt.ItemDataRole
COLUMNS = tuple(
    BY_KEY[key] for key in ("ordered_at", "retailer", "order_number", "item_name", "order_total")
)
EVERYTHING = OrderFilter()


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    made = Background(threads=2)
    yield made
    made.close()


def model_of(reader: OrdersReader, background: Background, wording: Wording) -> OrdersModel:
    return OrdersModel(reader, background, wording)


def ask(
    qtbot: QtBot,
    model: OrdersModel,
    f: OrderFilter = EVERYTHING,
    sorts: tuple[Sort, ...] = DEFAULT_SORT,
    unit: Unit = Unit.ORDERS,
    columns: tuple[Column, ...] = COLUMNS,
) -> None:
    with qtbot.waitSignals([model.settled, model.counted]):
        model.show(f, sorts, unit, columns)


def column_of(model: OrdersModel, place: int) -> list[str]:
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_rows_are_the_newest_orders_in_words(
    library: Library, background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(library, background, wording)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    ask(qtbot, model)
    assert model.rowCount() == 60
    assert [model.index(0, c).data() for c in range(5)] == [
        "2026-11-21 18:02",
        "Target",
        "902-0000000",
        "Wool blanket, charcoal",
        "50.00",
    ]
    assert [model.headerData(c, Qt.Orientation.Horizontal) for c in range(5)] == [
        "Date, UTC",
        "Retailer",
        "Order",
        "First item",
        "Total",
    ]


def test_a_screen_reader_hears_amounts_with_their_currency_and_unknowns_as_such(
    library: Library, background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(library, background, wording)
    ask(qtbot, model)
    spoken = [model.index(0, c).data(Role.AccessibleTextRole) for c in range(5)]
    assert spoken[1:3] == ["Target", "902-0000000"]
    assert spoken[0] == "Date, 2026-11-21 18:02"
    assert spoken[4] == "Total, 50.00 USD"
    assert model.index(3, 4).data() == ""
    assert model.index(3, 4).data(Role.AccessibleTextRole) == "Total, not known"


def test_sorting_by_two_columns(
    library: Library, background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(library, background, wording)
    ask(qtbot, model, sorts=(Sort("retailer"), Sort("order_total", descending=True)))
    retailers = column_of(model, 1)
    assert retailers == sorted(retailers)
    bol = [row for row, name in enumerate(retailers) if name == "Bol"]
    totals = [float(model.index(row, 4).data()) for row in bol]
    assert totals == sorted(totals, reverse=True)


def test_filter_search_and_unit_change_what_is_counted(
    library: Library, background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(library, background, wording)
    counts: list[Count] = []
    model.counted.connect(counts.append)
    ask(qtbot, model, OrderFilter(retailers=("Bol",)))
    assert set(column_of(model, 1)) == {"Bol"}
    assert model.rowCount() == 12
    ask(qtbot, model, OrderFilter(search="brulee"))
    assert set(column_of(model, 3)) == {"Crème brûlée set"}
    ask(qtbot, model, OrderFilter(search="gift"), unit=Unit.LINES)
    assert set(column_of(model, 3)) == {"Gift wrap"}
    assert [(c.orders, c.lines) for c in counts] == [(12, 24), (12, 12), (60, 60)]


def test_a_hundred_thousand_rows_show_at_once_and_read_only_what_is_looked_at(
    background: Background, wording: Wording, qtbot: QtBot
) -> None:
    reader = PretendLibrary(100_000)
    go_on = threading.Event()
    reader.hold = lambda: go_on.wait(60)
    model = model_of(reader, background, wording)
    with qtbot.waitSignal(model.answered), qtbot.waitSignal(model.counted):
        model.show(EVERYTHING, DEFAULT_SORT, Unit.ORDERS, COLUMNS)
    assert not model.is_settled()
    assert model.rowCount() == 100_000
    assert model.index(FIRST - 1, 1).data() == f"retailer {100_000 - FIRST + 1}"
    assert model.index(FIRST, 1).data() == ""
    assert model.texts(50_000) is None
    with qtbot.waitSignal(model.settled):
        go_on.set()
    assert model.index(50_000, 1).data() == "retailer 50000"
    for row in range(0, 100_000, PAGE):
        model.texts(row)
    assert model.pages.reads == reader.pages <= 100_000 // PAGE + 4
    assert len(model.pages._values) <= KEPT
    assert len(model.pages._texts) <= KEPT
    assert {len(worded) for worded in model.pages._texts.values()} == {1}


def test_a_refresh_keeps_what_is_selected_at_its_order(
    library: Library, background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(library, background, wording)
    ask(qtbot, model)
    chosen = QPersistentModelIndex(model.index(7, 2))
    number = chosen.data()
    selection = QItemSelectionModel(model)
    flags = QItemSelectionModel.SelectionFlag
    for row in (3, 7):
        selection.select(model.index(row, 0), flags.Select | flags.Rows)
    connection = some_orders.connection_in(library)
    some_orders.add(library, connection, range(-2, 0))
    qtbot.waitUntil(lambda: not model._breath.isActive())
    with qtbot.waitSignal(model.settled):
        model.refresh()
    assert model.rowCount() == 62
    assert chosen.row() == 9
    assert chosen.data() == number
    assert sorted(i.row() for i in selection.selectedRows()) == [5, 9]


def test_changed_words_of_the_same_rows_are_shown_after_a_refresh(
    library: Library, background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(library, background, wording)
    ask(qtbot, model)
    assert model.index(0, 1).data() == "Target"
    library.database.write_now(lambda db: db.execute("UPDATE orders SET retailer = 'Renamed'"))
    qtbot.waitUntil(lambda: not model._breath.isActive())
    with qtbot.waitSignal(model.settled):
        model.refresh()
    assert model.index(0, 1).data() == "Renamed"


def test_a_stream_of_commits_does_not_keep_the_order_from_being_known(
    background: Background, wording: Wording, qtbot: QtBot
) -> None:
    reader = PretendLibrary(2_000)
    model = model_of(reader, background, wording)
    ask(qtbot, model)
    settled: list[int] = []
    model.settled.connect(lambda: settled.append(model.rowCount()))
    for _ in range(20):
        reader.many += 1
        model.refresh()
    assert settled == []
    qtbot.waitUntil(lambda: model.rowCount() == 2_020)
    assert settled == [2_020]


def test_other_columns_keep_the_rows_without_asking_again(
    background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(PretendLibrary(1_000), background, wording)
    ask(qtbot, model)
    model.show(EVERYTHING, DEFAULT_SORT, Unit.ORDERS, (BY_KEY["retailer"], BY_KEY["status"]))
    assert model.is_settled()
    assert model.rowCount() == 1_000
    assert model.columnCount() == 2
    assert model.index(999, 1).data() == "status 1"


def test_another_zone_and_days_alone_change_words_not_rows(
    library: Library, background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(library, background, wording)
    ask(qtbot, model)
    wording.set_zone("Asia/Tokyo")
    model.reword()
    assert model.index(0, 0).data() == "2026-11-22 03:02"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Date, Tokyo"
    model.reword(days_only=True)
    assert model.index(0, 0).data() == "2026-11-22"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Day"


def test_trouble_with_the_database_is_told_in_words(
    background: Background, wording: Wording, qtbot: QtBot
) -> None:
    class Broken(PretendLibrary):
        def first_ids(self, *_args: object, **_more: object) -> list[int]:
            raise DataFolderTrouble("The database cannot be read.", "Look at the disk.")

        def all_ids(self, *_args: object, **_more: object) -> RowIds:
            return RowIds(self.first_ids())

    model = model_of(Broken(5), background, wording)
    with qtbot.waitSignal(model.trouble) as told:
        model.show(EVERYTHING, DEFAULT_SORT, Unit.ORDERS, COLUMNS)
    assert told.args == ["The database cannot be read. Look at the disk."]


def test_an_order_erased_meanwhile_is_an_empty_row(
    library: Library, background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(library, background, wording)
    ask(qtbot, model)
    first = model.id_at(0)
    library.database.write_now(lambda db: db.execute("DELETE FROM orders WHERE id = ?", (first,)))
    model.pages.forget()
    assert column_of(model, 1)[:2] == ["", "Zalando"]


def test_ids_and_rows_answer_each_other(
    background: Background, wording: Wording, qtbot: QtBot
) -> None:
    model = model_of(PretendLibrary(1_000), background, wording)
    ask(qtbot, model)
    assert model.pages.ids == range(1_000, 0, -1)
    assert model.id_at(10) == 990
    assert model.row_of(990) == 10
    assert model.row_of(5_000) is None
    assert model.id_at(1_000) is None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None

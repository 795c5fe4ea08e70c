"""Records as rows and columns."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock_ui.datasets.model import RecordsModel
from orderdock_ui.datasets.table import RecordsTable
from tests.ui.datasets.some_records import products

_Role = Qt.ItemDataRole


def heads(model: RecordsModel) -> list[str]:
    horizontal = Qt.Orientation.Horizontal
    return [str(model.headerData(n, horizontal)) for n in range(model.columnCount())]


def is_right(model: RecordsModel, field: str) -> bool:
    side = model.headerData(
        model.fields.index(field), Qt.Orientation.Horizontal, _Role.TextAlignmentRole
    )
    return bool(side & Qt.AlignmentFlag.AlignRight)


def test_columns_come_in_the_order_in_which_fields_are_met(qapp: QApplication) -> None:
    model = RecordsModel()
    tester = QAbstractItemModelTester(model)
    model.add([{"b": 1, "a": 2}])
    model.add([{"a": 3, "c": {"d": [1]}}])
    assert heads(model) == ["b", "a", "c"]
    assert (model.rowCount(), model.columnCount()) == (2, 3)
    assert [model.text(1, section) for section in range(3)] == ["", "3", '{"d":[1]}']
    del tester


def test_numbers_stand_at_the_right_as_written(qapp: QApplication) -> None:
    model = RecordsModel()
    model.add([{"n": 7, "price": Decimal("12.50"), "stock": "3", "zip": "01234", "on": True}])
    assert [field for field in model.fields if is_right(model, field)] == ["n", "price", "stock"]
    assert model.text(0, 1) == "12.50"
    model.add([{"stock": "many", "n": None, "price": ""}])
    assert [field for field in model.fields if is_right(model, field)] == ["n", "price"]


def test_a_cell_is_drawn_in_one_line_and_spoken_whole(qapp: QApplication) -> None:
    model = RecordsModel()
    model.add([{"name": "Linen\nshirt" + "x" * 300}])
    index = model.index(0, 0)
    assert str(index.data()).startswith("Linen⏎shirt")
    assert len(str(index.data())) == 200
    assert index.data(_Role.AccessibleTextRole) == "Linen\nshirt" + "x" * 300


def test_selected_rows_are_copied_with_columns_as_they_stand(
    qtbot: QtBot, dressed: QApplication
) -> None:
    table, model = RecordsTable(), RecordsModel()
    qtbot.addWidget(table)
    table.show_model(model)
    model.add(products(5))
    table.horizontalHeader().moveSection(1, 0)
    table.selectRow(2)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("AK-00003\t41003\tLinen shirt\t15.50\t9")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(table, Qt.Key.Key_C, both)
    assert QGuiApplication.clipboard().text().splitlines()[0].startswith("sku\tid\tname\tprice")


def test_the_whole_value_is_told_only_where_a_cell_cuts_it(
    qtbot: QtBot, dressed: QApplication
) -> None:
    table, model, told = RecordsTable(), RecordsModel(), []
    qtbot.addWidget(table)
    table.looked_at.connect(lambda field, text: told.append((field, text)))
    table.show_model(model)
    model.add([{"id": 1, "text": "long " * 90}])
    table.setCurrentIndex(model.index(0, 0))
    assert told[-1] == ("id", "")
    table.setCurrentIndex(model.index(0, 1))
    assert told[-1] == ("text", "long " * 90)
    table.setColumnWidth(0, 1)
    table.setCurrentIndex(model.index(0, 0))
    assert told[-1][0] == "id"


def test_numbers_are_never_cut_and_long_texts_leave_room(
    qtbot: QtBot, dressed: QApplication
) -> None:
    table, model = RecordsTable(), RecordsModel()
    qtbot.addWidget(table)
    table.show_model(model)
    model.add([{"figures": Decimal("1" * 70), "text": "x" * 400, "n": 1}])
    metrics = table.fontMetrics()
    assert table.columnWidth(0) > metrics.horizontalAdvance("1" * 70)
    assert table.columnWidth(1) < metrics.horizontalAdvance("x" * 80)

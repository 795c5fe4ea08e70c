"""Texts laid out once are kept, so many of them, the newest."""

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from orderdock_ui.orders import cell_layouts
from orderdock_ui.orders.cell_layouts import CellLayouts


def test_the_newest_texts_stay_laid_out(
    dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_layouts, "_KEPT", 3)
    layouts = CellLayouts(QFont())
    cut = [layouts.cut(f"text {n}", 500) for n in range(5)]
    whole = [layouts.whole(f"{n}.00") for n in range(5)]
    assert layouts.cut("text 4", 500) is cut[4]
    assert layouts.cut("text 2", 500) is cut[2]
    assert layouts.cut("text 0", 500) is not cut[0]
    assert layouts.whole("2.00") is whole[2]
    assert layouts.whole("1.00") is not whole[1]


def test_a_text_is_cut_where_there_is_no_room_for_it(dressed: QApplication) -> None:
    layouts = CellLayouts(QFont())
    fits = layouts.metrics.horizontalAdvance("Blue mug")
    assert layouts.cut("Blue mug", fits).static.text() == "Blue mug"
    assert layouts.cut("Blue mug", fits - 1).static.text().endswith("…")
    narrow = layouts.metrics.horizontalAdvance("ORDER-…78")
    shown = layouts.cut("ORDER-1234-5678", narrow, middle=True).static.text()
    assert (shown[0], shown[-1]) == ("O", "8")

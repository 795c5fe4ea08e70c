"""Choosing which columns the table shows and in which order."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from orderdock.query.columns import Column
from orderdock.query.filters import Unit
from orderdock_ui.orders import headings
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named
from orderdock_ui.widgets.search import SearchField

_KEY = Qt.ItemDataRole.UserRole
_LIST = (272, 340)
_ROW = 26


class _Movable(QListWidget):
    moved = Signal(int)
    """The current row is to go so many rows down."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if alt and step is not None:
            self.moved.emit(step)
            return
        super().keyPressEvent(event)


class ColumnsChooser(QFrame):
    """A small window under the Columns button: tick to show, drag or Alt+arrows to move."""

    changed = Signal(list)
    """Keys shown, in their order."""
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("surface", "card")
        named(self, "orders-columns", "Choose columns")
        inside = column(self, gap=8, margins=(16, 14, 16, 10))
        inside.addWidget(Label("Columns", "card", 600))
        self.search = named(
            SearchField("Search columns"), "orders-columns-search", "Search columns"
        )
        self.search.textChanged.connect(self._narrow)
        self.search.arrow.connect(self._to_list)
        inside.addWidget(self.search)
        self.list = named(_Movable(), "orders-columns-list", "Columns, ticked ones are shown")
        self.list.setProperty("kind", "framed")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.moved.connect(self._move)
        self.list.itemChanged.connect(self._ticked)
        self.list.model().rowsMoved.connect(lambda *_: self._tell())
        inside.addWidget(self.list, 1)
        inside.addWidget(
            Label("Tick to show. Drag, or Alt with arrows, to move.", "caption", ink="muted")
        )
        again = Button(
            "Standard columns", "quiet", icon="undo-2", identifier="orders-columns-reset"
        )
        again.clicked.connect(self.reset_asked)
        foot = row(gap=0)
        foot.addWidget(again)
        foot.addStretch(1)
        inside.addLayout(foot)

    def open_at(
        self, place: QPoint, unit: Unit, columns: Sequence[Column], shown: Sequence[str]
    ) -> None:
        """Show with the upper right corner at `place` on the screen."""
        self.offer(unit, columns, shown)
        self.search.clear()
        wide, tall = (theme.length(side) for side in _LIST)
        self.list.setMinimumSize(wide, min(tall, self.screen().availableGeometry().height() // 2))
        self.adjustSize()
        self.move(place - QPoint(self.width(), 0))
        self.show()
        self.search.setFocus()

    def offer(self, unit: Unit, columns: Sequence[Column], shown: Sequence[str]) -> None:
        """List `columns`, those `shown` first and ticked."""
        by_key = {c.key: c for c in columns}
        order = [*(k for k in shown if k in by_key), *(k for k in by_key if k not in shown)]
        self.list.blockSignals(True)
        self.list.clear()
        for key in order:
            item = QListWidgetItem(headings.heading(by_key[key], unit))
            item.setData(_KEY, key)
            item.setSizeHint(QSize(1, theme.length(_ROW)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._narrow(self.search.text())

    def shown(self) -> list[str]:
        """Keys ticked, in order."""
        items = [self.list.item(i) for i in range(self.list.count())]
        return [str(i.data(_KEY)) for i in items if i.checkState() == Qt.CheckState.Checked]

    def _to_list(self, _step: int) -> None:
        self.list.setFocus()
        visible = (i for i in range(self.list.count()) if not self.list.item(i).isHidden())
        self.list.setCurrentRow(next(visible, 0))

    def _move(self, step: int) -> None:
        at = self.list.currentRow()
        target = at + step
        if at < 0 or not 0 <= target < self.list.count():
            return
        item = self.list.takeItem(at)
        self.list.insertItem(target, item)
        self.list.setCurrentRow(target)
        self._tell()

    def _ticked(self, item: QListWidgetItem) -> None:
        if not self.shown():  # the last column stays
            item.setCheckState(Qt.CheckState.Checked)
            return
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.shown())

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().strip()
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(wanted not in item.text().casefold())

"""Choosing which columns the table shows and in which order."""

from collections.abc import Sequence

from orderdock.query.columns import Column
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named

_KEY = Qt.ItemDataRole.UserRole


class ColumnsChooser(QFrame):
    """A small window under the Columns button: tick to show, drag or Alt+arrows to move."""

    changed = Signal(list)
    """Keys shown, in their order."""
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("surface", "card")
        named(self, "orders-columns", "Choose columns")
        inside = column(self, gap=8, margins=(16, 12, 16, 12))
        inside.addWidget(Label("Columns", "card", 600))
        self.search = named(QLineEdit(), "orders-columns-search", "Search columns")
        self.search.setPlaceholderText("Search columns")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        inside.addWidget(self.search)
        self.list = named(QListWidget(), "orders-columns-list", "Columns, ticked ones are shown")
        self.list.setProperty("kind", "framed")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumSize(theme.length(256), theme.length(320))
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.model().rowsMoved.connect(self._tell)
        self.list.installEventFilter(self)
        inside.addWidget(self.list, 1)
        inside.addWidget(
            Label("Tick to show. Drag, or Alt with arrow keys, to move.", "caption", ink="muted")
        )
        foot = row(gap=8)
        again = Button("Standard columns", "quiet", identifier="orders-columns-reset")
        again.clicked.connect(self.reset_asked)
        foot.addWidget(again)
        foot.addStretch(1)
        inside.addLayout(foot)

    def open_at(self, place: QPoint, columns: Sequence[Column], shown: Sequence[str]) -> None:
        """Show beside the button, listing shown columns first in their order."""
        self.offer(columns, shown)
        self.search.clear()
        self.adjustSize()
        self.move(place - QPoint(self.width(), 0))
        self.show()
        self.search.setFocus()

    def offer(self, columns: Sequence[Column], shown: Sequence[str]) -> None:
        """List `columns`, those `shown` first and ticked."""
        by_key = {c.key: c for c in columns}
        order = [*(k for k in shown if k in by_key), *(k for k in by_key if k not in shown)]
        self.list.blockSignals(True)
        self.list.clear()
        for key in order:
            item = QListWidgetItem(by_key[key].heading)
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def shown(self) -> list[str]:
        """Keys ticked, in order."""
        items = [self.list.item(i) for i in range(self.list.count())]
        return [str(i.data(_KEY)) for i in items if i.checkState() == Qt.CheckState.Checked]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if alt and step is not None:
            self._move(step)
            return
        super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        row_ = self.list.currentRow()
        target = row_ + step
        if row_ < 0 or not 0 <= target < self.list.count():
            return
        item = self.list.takeItem(row_)
        self.list.insertItem(target, item)
        self.list.setCurrentRow(target)
        self._tell()

    def _tell(self) -> None:
        shown = self.shown()
        if shown:
            self.changed.emit(shown)

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().strip()
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(wanted not in item.text().casefold())

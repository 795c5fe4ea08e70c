"""Choosing which columns the table shows, in which order, and which stay while it scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from orderdock.query.columns import Column
from orderdock.query.filters import Unit
from orderdock_ui import assets
from orderdock_ui.orders import headings
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.overlay import Overlay
from orderdock_ui.widgets.search import SearchField

_KEY = Qt.ItemDataRole.UserRole
_FROZEN = Qt.ItemDataRole.UserRole + 1
_LIST = (300, 340)
_ROW = 26
_PIN = 14
_AROUND = 212
"""What the list shares the height of the page with."""


class _Movable(QListWidget):
    moved = Signal(int)
    """The current row is to go so many rows down."""
    pinned = Signal()
    """What is up to the current row is to stay, or no longer."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if alt and step is not None:
            self.moved.emit(step)
        elif alt and event.key() == Qt.Key.Key_F:
            self.pinned.emit()
        else:
            super().keyPressEvent(event)


class _WithPin(QStyledItemDelegate):
    """A row with a pin at its end where the column stays."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        if index.data(_FROZEN):
            side = theme.length(_PIN)
            area: QRect = option.rect
            top = area.top() + (area.height() - side) // 2
            box = QRect(area.right() - side - theme.length(6), top, side, side)
            painter.drawPixmap(box, assets.pixmap("pin", "text2", _PIN))


class ColumnsChooser(Overlay):
    """A card under the Columns button.

    Type to find, Space shows and hides, Alt+arrows or dragging move, Alt+F freezes up to here.
    """

    changed = Signal(list)
    """Keys shown, in their order."""
    frozen = Signal(int)
    """So many of those shown stay."""
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-columns", "Choose columns")
        self._many = 0
        inside = column(self, gap=8, margins=(16, 14, 16, 10))
        inside.addWidget(Label("Columns", "card", 600))
        self.search = named(SearchField("Find a column"), "orders-columns-search", "Find a column")
        self.search.textChanged.connect(self._narrow)
        self.search.arrow.connect(self._to_list)
        self.search.returnPressed.connect(self._toggle_found)
        inside.addWidget(self.search)
        self.list = named(_Movable(), "orders-columns-list", "Columns, ticked ones are shown")
        self.list.setProperty("kind", "framed")
        self.list.setItemDelegate(_WithPin(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.moved.connect(self._move)
        self.list.pinned.connect(self._freeze)
        self.list.itemChanged.connect(self._ticked)
        self.list.currentRowChanged.connect(lambda _row: self._name_freezing())
        self.list.model().rowsMoved.connect(lambda *_: self._tell())
        self.list.installEventFilter(self.search)
        inside.addWidget(self.list, 1)
        words = "Space shows or hides. Drag, or Alt with arrows, to move."
        inside.addWidget(Label(words, "caption", ink="muted"))
        inside.addLayout(self._make_foot())

    def _make_foot(self) -> QLayout:
        foot = row(gap=4)
        self.freezing = Button(
            "Freeze up to here", "quiet", icon="pin", identifier="orders-columns-freeze"
        )
        self.freezing.clicked.connect(self._freeze)
        again = Button(
            "Standard columns", "quiet", icon="undo-2", identifier="orders-columns-reset"
        )
        again.clicked.connect(self.reset_asked)
        foot.addWidget(self.freezing)
        foot.addStretch(1)
        foot.addWidget(again)
        return foot

    # --- showing

    def open_at(
        self,
        opener: QWidget | None,
        place: QPoint,
        unit: Unit,
        columns: Sequence[Column],
        shown: Sequence[str],
        frozen: int = 0,
    ) -> None:
        """Show with the upper right corner at `place` on the screen, below what opened it."""
        self.offer(unit, columns, shown, frozen)
        self.search.clear()
        wide, tall = (theme.length(side) for side in _LIST)
        parent = self.parentWidget()
        room = parent.height() - theme.length(_AROUND) if parent is not None else tall
        self.list.setFixedHeight(max(theme.length(3 * _ROW), min(tall, room)))
        self.list.setMinimumWidth(wide)
        self.open_below(opener, place)
        self.search.setFocus()

    def offer(
        self, unit: Unit, columns: Sequence[Column], shown: Sequence[str], frozen: int = 0
    ) -> None:
        """List `columns`, those `shown` first and ticked; the first `frozen` of them stay."""
        by_key = {c.key: c for c in columns}
        order = [*(k for k in shown if k in by_key), *(k for k in by_key if k not in shown)]
        self._many = frozen
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
        self._mark()
        self._narrow(self.search.text())

    def shown(self) -> list[str]:
        """Keys ticked, in order."""
        return [str(item.data(_KEY)) for item in self._shown_items()]

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _shown_items(self) -> list[QListWidgetItem]:
        return [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def _mark(self) -> None:
        """Put a pin where a column stays, and say so to who cannot see it."""
        self._many = max(0, min(self._many, len(self._shown_items()) - 1))
        stay = self._shown_items()[: self._many]
        self.list.blockSignals(True)
        for item in self._items():
            item.setData(_FROZEN, item in stay)
            spoken = f"{item.text()}, frozen" if item in stay else item.text()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.list.blockSignals(False)
        self.list.viewport().update()
        self._name_freezing()

    def _name_freezing(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        if self._is_last_frozen(item):
            self.freezing.put("Freeze no column")
        else:
            self.freezing.put("Freeze up to here", f"Freeze the columns up to {item.text()}")
        self.freezing.setToolTip(f"{self.freezing.accessibleName()} (Alt+F)")
        shown = self._shown_items()
        self.freezing.setEnabled(item in shown[:-1] or self._is_last_frozen(item))
        if not self.freezing.isEnabled():
            self.freezing.setToolTip("One column at least scrolls; what is not shown cannot stay")

    def _is_last_frozen(self, item: QListWidgetItem) -> bool:
        return self._many > 0 and self._shown_items()[self._many - 1] is item

    # --- taking

    def _freeze(self) -> None:
        item, shown = self.list.currentItem(), self._shown_items()
        if item is None or not self.freezing.isEnabled():
            return
        self._many = 0 if self._is_last_frozen(item) else shown.index(item) + 1
        self._mark()
        self.frozen.emit(self._many)
        words = f"{self._many} columns stay" if self._many > 1 else f"{shown[0].text()} stays"
        announce(self, words if self._many else "No column stays")

    def _to_list(self, _step: int) -> None:
        self.list.setFocus()
        visible = (place for place, item in enumerate(self._items()) if not item.isHidden())
        self.list.setCurrentRow(next(visible, 0))

    def _toggle_found(self) -> None:
        """Enter shows or hides the first that was found."""
        found = next((item for item in self._items() if not item.isHidden()), None)
        if found is not None and self.search.text().strip():
            on = found.checkState() == Qt.CheckState.Checked
            found.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            self.list.setCurrentItem(found)
            announce(self, f"{found.text()} {'hidden' if on else 'shown'}")

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
        gone = bool(item.data(_FROZEN)) and item.checkState() == Qt.CheckState.Unchecked
        self._many -= gone
        self._tell()
        if gone:
            self.frozen.emit(self._many)

    def _tell(self) -> None:
        self._mark()
        self.changed.emit(self.shown())

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().strip()
        for item in self._items():
            item.setHidden(wanted not in item.text().casefold())

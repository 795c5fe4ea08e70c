"""Tags of what is selected: ticked where all have one, dashed where some do."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from orderdock.domain.errors import WrongUsage
from orderdock.services.own_words import folded, tag_name
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.search import SearchField

_ROW = 28
_ROWS_SHOWN = 8
_WIDE = 280
_Ticked = Qt.CheckState


class _Tags(QListWidget):
    """Enter is left to the window around: it applies."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class TagsEditor(QFrame):
    """Type to find or to make a tag, Space ticks, Enter applies; Esc changes nothing."""

    chosen = Signal(list, list)
    """Tags to give to all, and to take from all."""

    def __init__(
        self,
        wording: Wording,
        orders: int,
        known: Sequence[str],
        among: Mapping[str, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "card")
        many = wording.counted(orders, "order")
        named(self, "orders-tags", f"Tags of {many}")
        inside = column(self, gap=8, margins=(16, 14, 16, 14))
        inside.addWidget(Label(f"Tags of {many}", "card", 600))
        self.search = named(
            SearchField("Find or make a tag"), "orders-tags-search", "Find or make a tag"
        )
        inside.addWidget(self.search)
        self.list = named(_Tags(), "orders-tags-list", "Tags, ticked ones are on all")
        self.list.setProperty("kind", "framed")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.addWidget(self.list)
        self._trouble = Label("", "caption", ink="bad", wrap=True)
        self._trouble.hide()
        inside.addWidget(self._trouble)
        foot = row(gap=8)
        foot.addStretch(1)
        away = Button("Cancel", "quiet", identifier="orders-tags-cancel")
        away.clicked.connect(self.close)
        self.button = Button(f"Apply to {many}", "primary", identifier="orders-tags-apply")
        self.button.clicked.connect(self._apply)
        foot.addWidget(away)
        foot.addWidget(self.button)
        inside.addLayout(foot)
        self._before: dict[str, Qt.CheckState] = {}
        for name in known:
            have = among.get(name, 0)
            state = _Ticked.Checked if have >= orders else _Ticked.PartiallyChecked
            self._before[name] = state if have else _Ticked.Unchecked
            self._add(name, self._before[name])
        self.search.textChanged.connect(self._narrow)
        self.search.arrow.connect(self._to_list)
        self.list.installEventFilter(self.search)
        self._size()

    def open_above(self, place: QPoint) -> None:
        """Show with the lower left corner at `place` on the screen."""
        self.adjustSize()
        top = place.y() - self.height()
        self.move(place.x(), max(top, self.screen().availableGeometry().top()))
        self.show()
        self.search.setFocus()
        announce(self, self.accessibleName())

    def _add(self, name: str, state: Qt.CheckState) -> QListWidgetItem:
        item = QListWidgetItem(name)
        item.setSizeHint(QSize(1, theme.length(_ROW)))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)
        self.list.addItem(item)
        return item

    def _size(self) -> None:
        rows = max(1, min(self.list.count(), _ROWS_SHOWN))
        self.list.setFixedHeight(rows * theme.length(_ROW) + theme.length(10))
        self.setMinimumWidth(theme.length(_WIDE))
        self.list.setVisible(bool(self.list.count()))

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    # --- doing

    def _narrow(self, typed: str) -> None:
        self._say("")
        wanted = folded(typed)
        for item in self._items():
            item.setHidden(wanted not in folded(item.text()))

    def _to_list(self, _step: int) -> None:
        visible = (place for place, item in enumerate(self._items()) if not item.isHidden())
        self.list.setFocus()
        self.list.setCurrentRow(next(visible, 0))

    def _take_typed(self) -> None:
        """Tick the tag that is typed, new or not."""
        try:
            name = tag_name(self.search.text())
        except WrongUsage as error:
            self._say(f"{error.says} {error.next_step}")
            return
        same = [item for item in self._items() if folded(item.text()) == folded(name)]
        item = same[0] if same else self._add(name, _Ticked.Checked)
        item.setCheckState(_Ticked.Checked)
        self.search.clear()
        self.list.setCurrentItem(item)
        self._size()
        self.adjustSize()
        announce(self, f"{item.text()} ticked")

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        if trouble:
            announce(self, trouble)

    def _apply(self) -> None:
        states = {item.text(): item.checkState() for item in self._items()}
        new = {name: s for name, s in states.items() if s != self._before.get(name)}
        add = [name for name, state in new.items() if state == _Ticked.Checked]
        remove = [n for n, s in new.items() if s == _Ticked.Unchecked and n in self._before]
        self.close()
        if add or remove:
            self.chosen.emit(add, remove)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.search.text().strip():
            self._take_typed()
        else:
            self._apply()

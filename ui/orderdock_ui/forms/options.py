"""Options to choose from: all in sight, in a list with a search, or to tick."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QListView,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from orderdock.auth.steps import Field
from orderdock_ui.forms.option_list import ROW_HEIGHT, OptionDelegate, OptionModel
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named
from orderdock_ui.widgets.search import SearchField

_ROWS_SHOWN = 8


class FewOptions(QWidget):
    """Radio buttons, each with its detail under it."""

    changed = Signal()
    sent = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        named(self, f"field-{field.key}", field.label)
        box = column(self, gap=12)
        self._group = QButtonGroup(self)
        self._values: list[str] = []
        for index, option in enumerate(field.options):
            button = named(_Radio(option.label), f"option-{option.value}", option.label)
            button.setEnabled(option.enabled)
            button.sent.connect(self.sent)
            self._group.addButton(button, index)
            self._values.append(option.value)
            theme.wear_font(button, "body", 500)
            entry = column(gap=1)
            entry.addWidget(button)
            box.addLayout(entry)
            words = option.detail if option.enabled else option.why_not
            if words:
                button.setAccessibleDescription(words)
                detail = Label(words, "caption", ink="text2", wrap=True)
                detail.setContentsMargins(theme.length(26), 0, 0, 0)
                entry.addWidget(detail)
        start = field.default or next((o.value for o in field.options if o.enabled), "")
        self.choose(start)
        self._group.idToggled.connect(lambda _id, on: self.changed.emit() if on else None)

    def value(self) -> str:
        """The value chosen; empty when none is."""
        index = self._group.checkedId()
        return self._values[index] if index >= 0 else ""

    def choose(self, value: str | tuple[str, ...]) -> None:
        """Tick the option of that value."""
        if value in self._values:
            self._group.button(self._values.index(str(value))).setChecked(True)

    def take_focus(self) -> None:
        """To the ticked one."""
        button = self._group.checkedButton() or self._group.button(0)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)


class _Radio(QRadioButton):
    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setChecked(True)
            self.sent.emit()
            return
        super().keyPressEvent(event)


class TickOptions(QWidget):
    """Check boxes: any number of them may be chosen."""

    changed = Signal()
    sent = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        named(self, f"field-{field.key}", field.label)
        box = column(self, gap=4)
        wanted = set((field.default or "").split(","))
        self._boxes: dict[str, QCheckBox] = {}
        for option in field.options:
            tick = named(QCheckBox(option.label), f"option-{option.value}", option.label)
            tick.setEnabled(option.enabled)
            tick.setChecked(option.value in wanted)
            tick.setToolTip(option.why_not)
            tick.toggled.connect(lambda _on: self.changed.emit())
            self._boxes[option.value] = tick
            box.addWidget(tick)

    def value(self) -> tuple[str, ...]:
        """The values ticked, in the order of the options."""
        return tuple(value for value, tick in self._boxes.items() if tick.isChecked())

    def choose(self, value: str | tuple[str, ...]) -> None:
        """Tick exactly these."""
        for option, tick in self._boxes.items():
            tick.setChecked(option in value)

    def take_focus(self) -> None:
        """To the first one."""
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


class _Rows(QListView):
    """A list that would like to show so many rows."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def sizeHint(self) -> QSize:
        return QSize(theme.length(300), theme.length(self._rows * ROW_HEIGHT + 8))


class ManyOptions(QWidget):
    """A list with a search above it; arrows move, Enter takes, typing searches."""

    changed = Signal()
    sent = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        box = column(self, gap=8)
        self.search = named(
            SearchField(f"Search {len(field.options)} of them"),
            f"search-{field.key}",
            f"Search: {field.label}",
        )
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._take_current)
        self.search.arrow.connect(self._move)
        box.addWidget(self.search)
        self.model = OptionModel(field.options)
        rows = max(3, min(len(field.options), _ROWS_SHOWN))
        self.list = named(_Rows(rows), f"field-{field.key}", field.label)
        self.list.setProperty("kind", "framed")
        self.list.setModel(self.model)
        self.list.setItemDelegate(OptionDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(theme.length(min(rows, 5) * ROW_HEIGHT + 8))
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self.changed.emit())
        self.list.activated.connect(lambda _index: self.sent.emit())
        self.list.installEventFilter(self.search)
        box.addWidget(self.list, 1)
        self._none = Label("", ink="text2", wrap=True)
        self._none.hide()
        box.addWidget(self._none)
        if field.default:
            self.choose(field.default)

    def _search(self, words: str) -> None:
        kept = self.value()
        with QSignalBlocker(self.list.selectionModel()):
            self.model.search(words)
            if not self._select(kept) and words.strip():
                self._select_first()
        empty = self.model.rowCount() == 0
        self._none.setText(f"Nothing here is called “{words.strip()}”." if empty else "")
        self._none.setVisible(empty)
        self.list.viewport().update()
        self.changed.emit()

    def _select_first(self) -> None:
        for row in range(self.model.rowCount()):
            if self.model.option(row).enabled:
                self.list.setCurrentIndex(self.model.index(row))
                return

    def _select(self, value: str) -> bool:
        row = self.model.row_of(value)
        if row < 0:
            self.list.clearSelection()
            return False
        self.list.setCurrentIndex(self.model.index(row))
        return True

    def _take_current(self) -> None:
        if self.value():
            self.sent.emit()

    def _move(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            row = max(0, min(count - 1, self.list.currentIndex().row() + by))
            self.list.setCurrentIndex(self.model.index(row))

    def value(self) -> str:
        """The value chosen; empty when none is."""
        chosen = self.list.selectionModel().selectedIndexes()
        return self.model.option(chosen[0].row()).value if chosen else ""

    def choose(self, value: str | tuple[str, ...]) -> None:
        """Select the option of that value."""
        if isinstance(value, str) and self._select(value):
            self.list.scrollTo(self.list.currentIndex())

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self.list.setAccessibleDescription(description)

    def take_focus(self) -> None:
        """To the search: typing finds, arrows choose."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

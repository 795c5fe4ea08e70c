"""Tags and note of the order in the drawer, written where they stand."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QWidget

from orderdock.domain.errors import WrongUsage
from orderdock.services.own_words import tag_name
from orderdock_ui.orders.note_editor import NoteField
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import IconButton
from orderdock_ui.widgets.labels import ElidedLabel, Label
from orderdock_ui.widgets.layouts import FlowLayout, clear, column, row
from orderdock_ui.widgets.naming import announce, named

_FIELD = 96
_MOST_LINES = 6
_INSET = 8
_WAIT_MS = 800
"""A pause in typing after which a note is written."""


class _TagChip(QFrame):
    """A tag and a cross to take it away."""

    removed = Signal(str)

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.setProperty("kind", "chip")
        inside = row(self, gap=2, margins=(10, 0, 2, 0))
        inside.addWidget(ElidedLabel(tag, "caption", 600))
        cross = IconButton("x", f"Take off the tag {tag}", identifier="order-tag-remove", size=12)
        cross.setProperty("kind", "chip-x")
        cross.clicked.connect(lambda: self.removed.emit(tag))
        inside.addWidget(cross)


class _TagField(QLineEdit):
    """Enter adds; Backspace in the empty field takes the last one away."""

    took_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.took_back.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class _Note(NoteField):
    left = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.document().isModified():
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class OwnWordsPart(QWidget):
    """What the person says of one order; each change is told at once and undone elsewhere."""

    tagged = Signal(int, list)
    untagged = Signal(int, list)
    noted = Signal(int, str)
    """The order's id first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: int | None = None
        self._tags: tuple[str, ...] = ()
        self._note = ""
        """As it is stored, as far as is known here."""
        self._writing: str | None = None
        """What was given out to be written; until it is read, a reading may be older."""
        inside = column(self, gap=6)
        inside.addLayout(self._tags_row())
        self._trouble = Label("", "caption", ink="bad", wrap=True)
        self._trouble.hide()
        inside.addWidget(self._trouble)
        self.note = _Note("order-note", "Note on this order")
        self.note.setPlaceholderText("Write a note")
        self.note.textChanged.connect(self._typed)
        self.note.done.connect(self.write_now)
        self.note.left.connect(self.write_now)
        self.note.given_up.connect(self._put_note_back)
        inside.addWidget(self.note)
        self._pause = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._pause.timeout.connect(self.write_now)
        theme.changed.connect(self._fit)
        self._fit()

    def _tags_row(self) -> QHBoxLayout:
        line = row(gap=6)
        holder = QWidget()
        self._flow = FlowLayout(holder, gap=6)
        self.field = named(_TagField(), "order-tag-add", "Add a tag")
        self.field.setProperty("kind", "inline")
        self.field.setPlaceholderText("Add a tag")
        self.field.returnPressed.connect(self._add)
        self.field.took_back.connect(self._take_last)
        line.addWidget(holder, 1)
        return line

    # --- showing

    def show_words(self, order: int, tags: Sequence[str], note: str) -> None:
        """What is said of this order; what is being typed about it stays."""
        same = order == self._order
        if not same:
            self.write_now()
            self.field.clear()
            self._say("")
        if not same or tuple(tags) != self._tags:
            self._show_tags(tuple(tags))
        self._order = order
        if not same or note.strip() == self._writing:
            self._writing = None
        if self._writing is None and not (same and self.note.document().isModified()):
            self._note = note
            if note != self.note.toPlainText():
                self._put_note(note)
        self._fit()

    def offer(self, known: Sequence[str]) -> None:
        """Tags that the field can complete to."""
        completer = QCompleter(list(known), self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)

    def _show_tags(self, tags: tuple[str, ...]) -> None:
        self._tags = tags
        focused = self.field.hasFocus()
        self.field.setParent(None)
        clear(self._flow)
        for tag in tags:
            chip = _TagChip(tag)
            chip.removed.connect(self._remove)
            self._flow.addWidget(chip)
        self._flow.addWidget(self.field)
        self.field.setFixedWidth(theme.length(_FIELD))
        self.field.show()
        if focused:
            self.field.setFocus()
        self.updateGeometry()

    def _put_note(self, note: str) -> None:
        self.note.blockSignals(True)
        self.note.setPlainText(note)
        self.note.document().setModified(False)
        self.note.blockSignals(False)

    def _put_note_back(self) -> None:
        self._pause.stop()
        self._put_note(self._note)
        self._fit()

    def _fit(self) -> None:
        """As high as the note, within reason."""
        metrics = self.note.fontMetrics()
        wide = max(1, self.width() - theme.length(2 * _INSET + 12))
        box = metrics.boundingRect(
            QRect(0, 0, wide, 1 << 20),
            int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextExpandTabs),
            f"{self.note.toPlainText()} ",
        )
        space = metrics.lineSpacing()
        lines = max(1, -(-box.height() // space))
        bar = Qt.ScrollBarPolicy
        self.note.setVerticalScrollBarPolicy(
            bar.ScrollBarAsNeeded if lines > _MOST_LINES else bar.ScrollBarAlwaysOff
        )
        shown = min(lines, _MOST_LINES)
        self.note.setFixedHeight(shown * space + theme.length(2 * _INSET + 6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- taking

    def _add(self) -> None:
        try:
            names = [tag_name(part) for part in self.field.text().split(",") if part.strip()]
        except WrongUsage as error:
            self._say(f"{error.says} {error.next_step}")
            return
        self._say("")
        self.field.clear()
        if names and self._order is not None:
            self._show_tags(tuple(dict.fromkeys((*self._tags, *names))))
            self.tagged.emit(self._order, names)

    def _remove(self, tag: str) -> None:
        if self._order is not None:
            self._show_tags(tuple(each for each in self._tags if each != tag))
            self.field.setFocus()
            self.untagged.emit(self._order, [tag])

    def _take_last(self) -> None:
        if self._tags:
            self._remove(self._tags[-1])

    def _typed(self) -> None:
        self._fit()
        self._pause.start()

    def write_now(self) -> None:
        """Give out the note to be written, where it is another."""
        self._pause.stop()
        note = self.note.toPlainText()
        self.note.document().setModified(False)
        if self._order is not None and note.strip() != self._note.strip():
            self._note, self._writing = note, note.strip()
            self.noted.emit(self._order, note)

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        if trouble:
            announce(self, trouble)

"""Messages inside the window: a note, the banner, a toast, an empty page."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row, scrolling
from orderdock_ui.widgets.naming import announce, named

_TOAST_MS = 8000
_ABOVE_FOOT = 60
"""A page may have a bar of totals at its foot, which a toast must not hide."""


class Note(QFrame):
    """A tinted box with an icon, a bold line (optional), a sentence and things at its right."""

    def __init__(
        self, ink: str, icon: str, sentence: str, *, title: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", f"{ink}_note")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._row = row(self, gap=12, margins=(14, 9, 14, 9))
        self._icon = IconLabel(icon, ink, 18)
        self._row.addWidget(self._icon)
        self._words = words = column(gap=1)
        self._below: QHBoxLayout | None = None
        self._title = Label(title, weight=600, wrap=True)
        self._title.setVisible(bool(title))
        self.sentence = Label(sentence, wrap=True)
        self.sentence.setVisible(bool(sentence))
        words.addWidget(self._title)
        words.addWidget(self.sentence)
        self._row.addLayout(words, 1)

    def add(self, widget: QWidget) -> None:
        """Put something at the right: one link or a countdown."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_below(self, widget: QWidget) -> None:
        """Put one of several links below the words."""
        if self._below is None:
            self._below = row(gap=10)
            self._below.addStretch(1)
            self._words.addLayout(self._below)
        self._below.insertWidget(self._below.count() - 1, widget)

    def put(self, ink: str, icon: str, title: str, sentence: str) -> None:
        """Other words in another tint."""
        theme.set_property(self, "surface", f"{ink}_note")
        self._icon.show_icon(icon, ink, 18)
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))


class Banner(QFrame):
    """The message across the window and its one button; there is at most one."""

    acted = Signal()
    more = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = column(self, margins=(16, 10, 16, 10))
        self._note = Note("bad", "octagon-alert", "")
        outer.addWidget(self._note)
        self._more = Button("", "link", identifier="banner-more")
        self.button = Button("", identifier="banner-action")
        self._close = IconButton("x", "Close this message", identifier="banner-close")
        for widget in (self._more, self.button, self._close):
            self._note.add(widget)
        self.button.clicked.connect(self.acted)
        self._more.clicked.connect(self.more)
        self._close.clicked.connect(self._put_away)
        named(self, "banner", "Message")
        self.hide()

    def show_message(
        self, ink: str, icon: str, title: str, sentence: str, action: str, others: int = 0
    ) -> None:
        """Show what is so, why and what is safe, and the one thing to do about it."""
        self._note.put(ink, icon, title, sentence)
        self.button.put(action)
        self.button.setVisible(bool(action))
        self._more.put(f"and {others} more")
        self._more.setVisible(others > 0)
        words = f"{title.rstrip('.')}. {sentence}".strip()
        if self.accessibleName() != words or self.isHidden():
            self.setAccessibleName(words)
            self.show()
            announce(self, words)

    def words(self) -> str:
        """What it says now; empty when it is not shown."""
        return self.accessibleName() if not self.isHidden() else ""

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()


class Toast(QFrame):
    """Confirms what the person did where its result is out of sight; goes by itself."""

    acted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("surface", "toast")
        line = row(self, gap=12, margins=(14, 8, 8, 8))
        line.addWidget(IconLabel("circle-check", "ok", 18))
        self._words = Label("")
        line.addWidget(self._words)
        self._action = Button("", "link", identifier="toast-action")
        line.addWidget(self._action)
        close = IconButton("x", "Close this message", identifier="toast-close")
        line.addWidget(close)
        named(self, "toast", "Message")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self._action.clicked.connect(self._act)
        close.clicked.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str, action: str = "") -> None:
        """Show `words` for 8 s, or longer while the pointer rests on them."""
        self._words.setText(words)
        self._action.put(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(words)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, words)

    def _act(self) -> None:
        self.hide()
        self.acted.emit()

    def _place(self) -> None:
        edge, foot = theme.length(16), theme.length(_ABOVE_FOOT)
        self.move(edge, self._over.height() - self.height() - foot)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)


class EmptyState(QWidget):
    """Why a page is empty and what to do: icon, title, a sentence, one primary, maybe another."""

    acted = Signal()
    other = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        action: str = "",
        *,
        action_icon: str = "",
        other: str = "",
        other_icon: str = "",
        caption: str = "",
        icon_ink: str = "accent",
        identifier: str = "empty-page",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, identifier, f"{title}. {sentence}")
        inside = QWidget()
        column(self).addWidget(scrolling(inside))
        outer = row(inside, gap=0, margins=(32, 24, 32, 24))
        outer.addStretch(1)
        self._block = QWidget()
        self._block.setMaximumWidth(theme.length(560))
        outer.addWidget(self._block, 100)
        outer.addStretch(1)
        self.box = column(self._block, gap=0)
        self.box.addStretch(1)
        self.box.addWidget(IconLabel(icon, icon_ink, 40))
        self.box.addSpacing(theme.length(14))
        self._title = Label(title, "welcome", 700, wrap=True)
        self.box.addWidget(self._title)
        self.box.addSpacing(theme.length(12))
        self._sentence = Label(sentence, ink="text2", wrap=True)
        self.box.addWidget(self._sentence)
        self.box.addSpacing(theme.length(20))
        self._add_buttons(action, action_icon, other, other_icon)
        if caption:
            self.box.addSpacing(theme.length(12))
            self.box.addWidget(Label(caption, "caption", ink="text2", wrap=True))
        self.after = column(gap=0)
        self.box.addLayout(self.after)
        self.box.addStretch(1)

    def _add_buttons(self, action: str, action_icon: str, other: str, other_icon: str) -> None:
        buttons = row(gap=10)
        self.button = Button(action, "primary", icon=action_icon, identifier="empty-action")
        self.button.clicked.connect(self.acted)
        buttons.addWidget(self.button)
        if other:
            second = Button(other, icon=other_icon, identifier="empty-other")
            second.clicked.connect(self.other)
            buttons.addWidget(second)
        buttons.addStretch(1)
        self.box.addLayout(buttons)
        self.button.setVisible(bool(action))  # only now: alone it would be a window of its own

    def put(self, title: str, sentence: str, action: str = "") -> None:
        """Other words."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(f"{title}. {sentence}")
        self.button.put(action)
        self.button.setVisible(bool(action))

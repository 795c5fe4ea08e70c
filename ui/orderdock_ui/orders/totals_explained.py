"""What a total holds and what it does not, in a small window over the bar."""

from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from orderdock.query.explained import Explained
from orderdock.query.explained_words import Mark, Section, Sentence, in_words
from orderdock.query.filters import CurrencyTotal
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import clear, column, row, scrolling
from orderdock_ui.widgets.naming import announce, named

_WIDE = 400
_MARKS = {
    Mark.IN: ("circle-check", "text2"),
    Mark.OUT: ("circle-minus", "text2"),
    Mark.CARE: ("triangle-alert", "warn"),
}

_LINKS = {"hidden": "Show the hidden orders", "blank": "Show the orders"}


class _Saying:
    """Amounts, numbers and moments as the table writes them."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def amount(self, text: str | None) -> str:
        return self._wording.amount(text)

    def count(self, number: int) -> str:
        return self._wording.count(number)

    def moment(self, when: datetime) -> str:
        return self._wording.long_moment(int(when.timestamp()))


class TotalsExplained(QFrame):
    """Esc or a click outside closes it; it opens at once and fills when the facts are there."""

    shown = Signal(str)
    """Somebody wants to see what a sentence speaks of: "hidden", "blank", "ended"."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "card")
        named(self, "orders-totals-explained", "Explain this number")
        self._wording = wording
        self._corner = QPoint()
        inside = column(self, gap=4, margins=(10, 14, 6, 10))
        self._title = Label("What these totals are", "card", 600)
        self._title.setContentsMargins(theme.length(6), 0, 0, 0)
        inside.addWidget(self._title)
        self._content = QWidget()
        self._body = column(self._content, gap=6, margins=(6, 6, 10, 6))
        self._body.addWidget(Label("Looking at the orders …", ink="text2"))
        self._scroll: QScrollArea = scrolling(self._content)
        self._scroll.setProperty("kind", "focusable")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(self._scroll, "orders-totals-explanation", "What is in and what is not")
        inside.addWidget(self._scroll, 1)

    def show_facts(self, facts: Explained) -> None:
        """Fill in what is known now."""
        clear(self._body)
        if facts.of_group:
            self._title.setText(f"What the totals of “{facts.of_group}” are")
        elif facts.of_selection:
            many = self._wording.counted(facts.count.orders, "order")
            self._title.setText(f"What the totals of these {many} are")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.length(14))
        grid.setVerticalSpacing(theme.length(4))
        for place, total in enumerate(facts.totals):
            self._put(grid, place, total)
        grid.setColumnStretch(3, 1)
        self._body.addLayout(grid)
        sections = in_words(facts, _Saying(self._wording))
        for section in sections:
            self._say(section)
        self._body.addStretch(1)
        self.setAccessibleDescription(
            " ".join(sentence.text for part in sections for sentence in part.sentences)
        )
        QTimer.singleShot(0, self, self._place)  # what was just added takes room only when shown
        announce(self, f"{self._title.text()}. {self.accessibleDescription()}")

    def _put(self, grid: QGridLayout, place: int, total: CurrencyTotal) -> None:
        right = Qt.AlignmentFlag.AlignRight
        added = total.orders - total.blank_totals
        sums = self._wording.amount(f"{total.total:f}") if added else ""
        said = f"{self._wording.count(added)} of {self._wording.counted(total.orders, 'order')}"
        grid.addWidget(Label(total.currency or "No currency", "caption", 600, "text2"), place, 0)
        grid.addWidget(Label(sums, weight=600, figures=True), place, 1, right)
        grid.addWidget(Label(said, ink="text2", figures=True), place, 2)

    def _say(self, section: Section) -> None:
        told = [sentence for sentence in section.sentences if sentence.shows != "sum"]
        if not told:
            return
        self._body.addSpacing(theme.length(6))
        self._body.addWidget(Label(section.title, "caption", 600, ink="text2"))
        for sentence in told:
            self._body.addLayout(self._line(sentence))

    def _line(self, sentence: Sentence) -> QHBoxLayout:
        icon, role = _MARKS[sentence.mark]
        line = row(gap=8)
        line.addWidget(IconLabel(icon, role, 14), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(sentence.text, wrap=True), 1)
        if sentence.shows in _LINKS:
            name = f"{_LINKS[sentence.shows]} of which it says: {sentence.text}"
            show = Button("Show", "link", identifier=f"orders-show-{sentence.shows}", name=name)
            show.clicked.connect(lambda: self._show(sentence.shows))
            line.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _show(self, what: str) -> None:
        self.close()
        self.shown.emit(what)

    def open_above(self, place: QPoint) -> None:
        """Show with the lower right corner at `place` on the screen."""
        self._corner = place
        self._place()
        self.show()
        self._scroll.setFocus()

    def _place(self) -> None:
        """As high as its words, within the screen; it grows upwards."""
        wide = min(theme.length(_WIDE), self.screen().availableGeometry().width())
        self.setFixedWidth(wide)
        room = self.screen().availableGeometry()
        self._body.activate()
        tall = self._body.totalSizeHint().height()
        if self._body.hasHeightForWidth():
            tall = self._body.totalHeightForWidth(wide - theme.length(24))
        highest = max(theme.length(120), self._corner.y() - room.top() - theme.length(70))
        self._scroll.setFixedHeight(min(tall, highest))
        self.adjustSize()
        left = max(room.left(), self._corner.x() - self.width())
        self.move(left, max(room.top(), self._corner.y() - self.height()))

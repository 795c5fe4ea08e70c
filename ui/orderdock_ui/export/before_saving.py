"""What to know before a file is saved: each finding with its links, and those put aside."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from orderdock.domain.connections import ConnectionView
from orderdock.services.export import ExportResult, Finding
from orderdock_ui import text
from orderdock_ui.export import findings
from orderdock_ui.export.beside import HEAD
from orderdock_ui.export.findings import Ignored
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import add_shown, clear, column, order_tabs, row
from orderdock_ui.widgets.notices import Note


class BeforeSaving(QWidget):
    """Serious findings come first, each in one line; what is ignored waits behind a quiet link."""

    show_asked = Signal(object)
    """Finding: its orders are wanted in sight."""
    orders_asked = Signal(object)
    """Finding: its orders are wanted in the table of orders."""
    mend_asked = Signal(str)
    """Connection id: do the one thing that its state asks for."""

    def __init__(self, ignored: Ignored, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ignored = ignored
        self._wording = wording
        self._kind = ""
        self._found: tuple[Finding, ...] = ()
        self._ways: dict[str, str] = {}
        self._all = False
        whole = column(self, gap=8)
        head = row(gap=8)
        head.addStrut(theme.length(HEAD))
        self.head = Label("Before you save", weight=600)
        self.many = Label("", ink="text2", figures=True)
        head.addWidget(self.head)
        head.addWidget(self.many, 1)
        self._more = Button("", "link", identifier="export-ignored")
        self._more.clicked.connect(self._turn)
        self._more.hide()
        head.addWidget(self._more)
        whole.addLayout(head)
        self._notes = column(gap=8)
        whole.addLayout(self._notes)
        self._passed = self._make_passed()
        whole.addWidget(self._passed)

    def _make_passed(self) -> QWidget:
        holder = QWidget()
        line = row(holder, gap=6)
        line.addWidget(IconLabel("circle-check", "ok", 14), 0, Qt.AlignmentFlag.AlignTop)
        self._checks = Label("", "caption", ink="text2", wrap=True)
        line.addWidget(self._checks, 1)
        holder.hide()
        return holder

    def begin(self) -> None:
        """The orders are being looked over; what was found before does not count any more."""
        self._found, self._all = (), False
        clear(self._notes)
        self._passed.hide()
        self._more.hide()
        self.head.setText("Before you save")
        self.many.setText("Looking the orders over")

    def show_findings(
        self, kind: str, found: Sequence[Finding], connections: Sequence[ConnectionView]
    ) -> None:
        """Tell these, found for this choice of columns (`findings.kind_of`)."""
        self._kind, self._found = kind, tuple(found)
        self._ways = {
            str(view.id): text.ACTIONS[view.verdict.action]
            for view in connections
            if view.connected
        }
        words = findings.passed(found)
        checks = "check" if len(words) == 1 else "checks"
        more = " more" if found else ""
        self._checks.setText(f"{len(words)}{more} {checks} passed: {', '.join(words)}")
        self._passed.setVisible(bool(words))
        self._draw()

    def tell_end(self, result: ExportResult) -> None:
        """The file is there: what is to be said of it takes the place of the findings."""
        clear(self._notes)
        self._more.hide()
        self._passed.hide()
        self.head.setText("Saved")
        self.many.setText("")
        self._notes.addWidget(Note("ok", "circle-check", self._checked_words(result)))
        for note in result.notes:
            self._notes.addWidget(Note("accent", "info", note.says))

    def _checked_words(self, result: ExportResult) -> str:
        rows = self._wording.counted(result.rows, "row was", "rows were")
        said = f"{rows} read back from the file; every sum is as it should be."
        totals = [
            f"{total.currency or 'currency unknown'} {self._wording.amount(f'{total.total:f}')}"
            for total in result.totals
            if total.orders > total.blank_totals
        ]
        return f"{said} Order totals: {'; '.join(totals)}." if totals else said

    def _draw(self) -> None:
        clear(self._notes)
        ignored = [each for each in self._found if self._ignored.covers(self._kind, each)]
        told = [each for each in self._found if each not in ignored]
        for each in told:
            add_shown(self._notes, self._note(each))
        for each in ignored if self._all else ():
            add_shown(self._notes, self._put_aside(each))
        self.head.setText("Before you save" if told else "Ready to save")
        self.many.setText(self._wording.counted(len(told), "finding") if told else "")
        count = f"{self._wording.count(len(ignored))} ignored"
        self._more.put(f"{count}, hide" if self._all else f"{count}, show")
        self._more.setVisible(bool(ignored))
        order_tabs(self._more, self.findChildren(Button)[1:])

    def _note(self, finding: Finding) -> Note:
        look = findings.look_of(finding)
        note = Note(look.ink, look.icon, finding.says)
        key = findings.key_of(finding)
        way = self._ways.get(finding.connection, "") if finding.connection else ""
        if way:
            mend = _link(way, f"export-mend-{finding.connection}", finding)
            mend.clicked.connect(lambda: self.mend_asked.emit(finding.connection))
            note.add_below(mend)
        if finding.orders:
            show = _link("Show", f"export-show-{key}", finding)
            show.clicked.connect(lambda: self.show_asked.emit(finding))
            note.add_below(show)
            lead = _link("Show in orders", f"export-orders-{key}", finding)
            lead.clicked.connect(lambda: self.orders_asked.emit(finding))
            note.add_below(lead)
        ignore = _link("Ignore", f"export-ignore-{key}", finding)
        ignore.clicked.connect(lambda: self._after(self._ignored.add, finding))
        note.add_below(ignore)
        return note

    def _put_aside(self, finding: Finding) -> QWidget:
        holder = QWidget()
        line = row(holder, gap=12, margins=(14, 0, 14, 0))
        line.addWidget(Label(finding.says, "caption", ink="text2", wrap=True), 1)
        again = _link("Tell again", f"export-heed-{findings.key_of(finding)}", finding)
        again.clicked.connect(lambda: self._after(self._ignored.take_back, finding))
        line.addWidget(again)
        return holder

    def _after(self, act: Callable[[str, Finding], None], finding: Finding) -> None:
        act(self._kind, finding)
        self._draw()
        links = self.findChildren(Button)
        near = next((link for link in links if link.isVisibleTo(self)), None)
        if near is not None:
            near.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        self._all = not self._all
        self._draw()


def _link(words: str, identifier: str, finding: Finding) -> Button:
    return Button(words, "link", identifier=identifier, name=f"{words}: {finding.says}")

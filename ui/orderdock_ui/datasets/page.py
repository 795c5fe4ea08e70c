"""Any dataset of a connection as a table: one page, whatever the provider and the dataset."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from orderdock.domain.errors import SignInNeeded, WrongUsage
from orderdock.services.datasets import DatasetInfo, FetchRequest
from orderdock_ui import text
from orderdock_ui.datasets import result as words
from orderdock_ui.datasets.foot import Foot
from orderdock_ui.datasets.question_form import LIMIT, QuestionForm
from orderdock_ui.datasets.result import Result, Stand
from orderdock_ui.datasets.table import RecordsTable
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import ElidedLabel, Label
from orderdock_ui.widgets.layouts import column, row, scrolling, surface
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.notices import EmptyState, Note

_BUSY = "Cancel the reading to ask for something else."


class DatasetsPage(QWidget):
    """Asks for work by signals; what came of it is drawn from a Result per dataset."""

    back_asked = Signal()
    read_asked = Signal(object)
    """A Result with the request to be carried out; its dataset is the one chosen."""
    cancel_asked = Signal()
    save_asked = Signal()
    sign_in_asked = Signal()
    answer_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: dict[str, Result] = {}
        self._result = Result(FetchRequest(limit=LIMIT))
        self._name = ""
        self._make_parts()
        self._lay()
        self.rename(name)
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        back = QShortcut(QKeySequence("Alt+Left"), self)
        for shortcut, act in ((save, self._save), (back, self.back_asked.emit)):
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # --- building

    def _make_parts(self) -> None:
        self._title = named(ElidedLabel("", "step", 700), "datasets-title")
        self.form = QuestionForm()
        self.form.chosen.connect(self._choose)
        self.form.read_asked.connect(self.read)
        self.note = named(Note("bad", "octagon-alert", ""), "datasets-note")
        self.note_action = Button("", identifier="datasets-note-action")
        self.note_action.clicked.connect(self._act)
        self.note.add(self.note_action)
        self.question = named(Note("warn", "hand", ""), "datasets-question")
        answer = Button("Answer", "primary", identifier="datasets-answer")
        answer.clicked.connect(self.answer_asked)
        self.question.add(answer)
        self.remarks = named(Label("", "caption", ink="text2", wrap=True), "datasets-remarks")
        self.table = RecordsTable()
        self.table.looked_at.connect(self._show_value)
        self.empty = EmptyState("table-2", "", "", " ", identifier="datasets-empty")
        self.empty.button.set_kind("plain")
        self.empty.acted.connect(self._act_on_empty)
        self.value = named(QPlainTextEdit(), "datasets-value", "The whole value")
        self.value.setReadOnly(True)
        self.value.setTabChangesFocus(True)
        self.foot = Foot()
        self.foot.cancel_asked.connect(self.cancel_asked)
        self.foot.save_asked.connect(self._save)
        for part in (self.note, self.question, self.remarks):
            part.hide()

    def _lay(self) -> None:
        tool = surface("tool")
        box = column(tool, gap=10, margins=(16, 12, 16, 12))
        head = row(gap=8)
        back = IconButton("arrow-left", "Back", identifier="datasets-back", shortcut="Alt+Left")
        back.clicked.connect(self.back_asked)
        head.addWidget(back)
        head.addWidget(self._title, 1)
        box.addLayout(head)
        box.addWidget(self.form)
        inside = QWidget()
        body = column(inside)
        body.addWidget(tool)
        self._notes = QWidget()
        notes = column(self._notes, gap=8, margins=(16, 8, 16, 8))
        for part in (self.question, self.note, self.remarks):
            notes.addWidget(part)
        body.addWidget(self._notes)
        body.addWidget(self.table, 1)
        body.addWidget(self.empty, 1)
        self._closer = QWidget()
        closer = column(self._closer, margins=(16, 8, 16, 8))
        closer.addWidget(self.value)
        body.addWidget(self._closer)
        whole = column(self)
        self._scroll = scrolling(inside)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.foot)
        self._closer.hide()
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.table.setMinimumHeight(theme.length(170))
        self.empty.setMinimumHeight(theme.length(240))
        self.value.setFixedHeight(theme.length(72))

    # --- what there is

    def rename(self, name: str) -> None:
        """The connection goes by that name now."""
        if name != self._name:
            self._name = name
            self._title.setText(f"Data of {name}")
            named(self, "datasets-page", f"Data of {name}")
            self._draw()

    def offer(self, infos: Sequence[DatasetInfo]) -> None:
        """What this connection can read."""
        self.form.offer(infos)
        self.form.setVisible(bool(infos))
        self._draw()

    def dataset(self) -> DatasetInfo | None:
        """The one on show."""
        return self.form.dataset()

    def result(self) -> Result:
        """What is on show."""
        return self._result

    def take_focus(self) -> None:
        """To the first thing one may want to change."""
        self.form.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, dataset: str) -> None:
        self._result = self._results.get(dataset) or Result(FetchRequest(limit=LIMIT))
        self._results[dataset] = self._result
        self.form.show_request(self._result.request)
        self.table.show_model(self._result.model)
        self._draw()

    # --- reading

    def read(self) -> None:
        """Read what the form asks for."""
        info, request = self.form.dataset(), None
        if info is not None and self._result.stand is not Stand.READING:
            request = self.form.request()
        if info is None or request is None:
            self._bring_into_sight(self.form.focusWidget())
            return
        self._result = self._results[info.id] = Result(request)
        self.table.show_model(self._result.model)
        self.read_asked.emit(self._result)
        self.draw()
        self.foot.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def draw(self) -> None:
        """The result on show has something new."""
        self._draw()

    def show_end(self) -> None:
        """The reading ended: say how, and put the keyboard where one goes on."""
        at = self.focusWidget()
        lost = at is None or at is self.foot.cancel or not at.isEnabled()
        on_show = self.isVisible() and lost
        self._draw()
        failed = self._result.error is not None
        self._bring_into_sight(self.note if failed else self.table)
        if on_show:
            goes_on = self.table if self._result.rows else self.form.read
            goes_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self._announce()

    def _bring_into_sight(self, part: QWidget | None) -> None:
        """Where the window is small, after everything has its place."""

        def scroll() -> None:
            if part is not None and part.isVisible():
                self._scroll.ensureWidgetVisible(part, 0, theme.length(32))

        QTimer.singleShot(0, self, scroll)

    def _announce(self) -> None:
        error = self._result.error
        said = " ".join(text.trouble(error)) if error is not None else self.foot.words.text()
        announce(self, said.strip())

    def show_question(self, title: str) -> None:
        """A question waits before it goes on; empty when none does."""
        self.question.put("warn", "hand", title, "The reading waits for your answer.")
        self.question.setVisible(bool(title))
        self._show_notes()

    def _show_notes(self) -> None:
        parts = (self.question, self.note, self.remarks)
        self._notes.setVisible(not all(part.isHidden() for part in parts))

    def _draw(self) -> None:
        result, info = self._result, self.form.dataset()
        reading = result.stand is Stand.READING
        self.form.setEnabled(not reading)
        self.form.setToolTip(_BUSY if reading else "")
        self.form.know_fields(_offered(result.model.records) if not reading else [])
        self.foot.setVisible(info is not None)
        self.foot.show_result(info.name if info is not None else "", result)
        said = words.remarks(result)
        self.remarks.setText(said)
        self.remarks.setVisible(bool(said))
        self.table.setVisible(result.rows > 0)
        self.table.setAccessibleName(f"{info.name} of {self._name}" if info is not None else "")
        self.empty.setVisible(result.rows == 0)
        if result.rows == 0:
            self._closer.hide()
            self._draw_empty(info)
        self._draw_note()

    def _draw_empty(self, info: DatasetInfo | None) -> None:
        what = info.name if info is not None else ""
        match self._result.stand:
            case _ if info is None:
                said = (f"{self._name} can read orders only", "It has nothing more to look at.", "")
            case Stand.READING:
                said = (
                    f"Reading {_inside(what)}",
                    "The first records are listed here in a moment.",
                    "",
                )
            case Stand.WHOLE if self._result.request.where:
                looked = text.counted(self._result.news.read, "record")
                sentence = f"The provider sent {looked}; none has all of what was asked for."
                said = ("No record fits these conditions", sentence, "Clear the conditions")
            case Stand.WHOLE:
                sentence = "The provider sent none, or may not show any."
                said = (f"No {_inside(what)} here", sentence, "Read again")
            case Stand.NOT_READ:
                said = (f"{what} not read yet", "“Read” shows the first of them here.", "")
            case _:
                said = (f"No {_inside(what)} read", "Nothing came before the reading ended.", "")
        self.empty.put(*said)

    def _act_on_empty(self) -> None:
        if self._result.request.where:
            self.form.clear_conditions()
        self.read()

    def _draw_note(self) -> None:
        error, lacking = self._result.error, words.shortage(self._result)
        self.note.setVisible(error is not None or bool(lacking))
        if error is not None:
            says, next_step = text.trouble(error)
            self.note.put("bad", "octagon-alert", says, next_step)
        elif lacking:
            sentence = "Records may have come or gone meanwhile. Read again to make sure."
            self.note.put("warn", "triangle-alert", lacking, sentence)
        act = "Sign in again" if isinstance(error, SignInNeeded) else "Read again"
        self.note_action.put(act, f"{act}: {self._name}")
        self.note_action.setVisible(not isinstance(error, WrongUsage))
        self._show_notes()

    def _act(self) -> None:
        if isinstance(self._result.error, SignInNeeded):
            self.sign_in_asked.emit()
        else:
            self.read()

    # --- looking closer, saving

    def _show_value(self, field: str, whole: str) -> None:
        self._closer.setVisible(bool(whole))
        self.value.setPlainText(whole)
        self.value.setAccessibleName(f"The whole value of {field}" if whole else "")

    def _save(self) -> None:
        if self.foot.save.isEnabled():
            self.save_asked.emit()

    def show_trouble(self, error: BaseException) -> None:
        """Saving did not work."""
        says, next_step = text.trouble(error)
        self.note.put("bad", "octagon-alert", says, next_step)
        self.note_action.hide()
        self.note.show()
        self._show_notes()
        announce(self, f"{says} {next_step}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._result.stand is Stand.READING:
            self.cancel_asked.emit()
            return
        super().keyPressEvent(event)


def _inside(name: str) -> str:
    """A dataset's name within a sentence; "SKUs" stays as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _offered(records: Sequence[Mapping[str, Any]], look_at: int = 50) -> list[str]:
    """Fields that conditions may name, those of inner objects with their dots."""
    found: dict[str, None] = {}
    for record in records[:look_at]:
        for field, value in record.items():
            found[field] = None
            if isinstance(value, Mapping):
                found.update(dict.fromkeys(f"{field}.{inner}" for inner in value))
    return list(found)

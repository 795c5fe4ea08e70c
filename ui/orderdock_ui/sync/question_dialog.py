"""The window beside the work in which a waiting question is answered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from orderdock_ui.bridge.questions import Question, Questions, Told
from orderdock_ui.forms.frame import OpenPage, StepFrame
from orderdock_ui.theme import theme
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named

_PAST_IT = frozenset({"verified", "reading", "done", "failed"})
"""Stages of a shop in which nothing is left to answer; while it looks, it may ask again."""


class QuestionDialog(QDialog):
    """Shows one question; if its answer leads to the next of the same shop, that one too.

    Cancel and Esc answer "not now"; closing the window puts the question back on the list.
    """

    gone = Signal()

    def __init__(
        self,
        questions: Questions,
        question: Question,
        name: str,
        open_page: OpenPage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._question = question
        title = question.step.title
        named(self, "question-dialog", f"{title}, {name}")
        self.setWindowTitle(f"{title} – {name}")
        self.setModal(False)
        self.setProperty("surface", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = column(self, margins=(16, 16, 16, 16))
        self.frame = StepFrame(title, question.step.about, open_page)
        box.addWidget(self.frame)
        self.frame.answered.connect(self._answer)
        self.frame.cancelled.connect(self._cancel)
        self.frame.went_back.connect(self._go_back)
        questions.added.connect(self._added)
        questions.removed.connect(self._removed)
        questions.told.connect(self._told)
        self._answered = False
        self.resize(theme.length(592), theme.length(420))
        self.frame.ask(question.step)

    def is_about(self, question: Question) -> bool:
        """Whether it shows this one."""
        return self._question is question

    def _answer(self, values: object) -> None:
        if isinstance(values, dict):
            self._answered = True
            self._question.answer(values)

    def _cancel(self) -> None:
        self._question.cancel()
        self.close()

    def _go_back(self) -> None:
        self._answered = True
        self._question.go_back()

    def _same_shop(self, connection: str, about: str) -> bool:
        own = self._question
        return own.connection == connection and own.step.about == about

    def _added(self, question: Question) -> None:
        if self._answered and self._same_shop(question.connection, question.step.about):
            self._question = question
            self._answered = False
            self.frame.ask(question.step)

    def _removed(self, question: Question) -> None:
        if question is self._question and not self._answered:
            # The sync took the question away: it ended, or its time was over.
            self.close()

    def _told(self, told: Told) -> None:
        if self._answered and self._same_shop(told.connection, told.about):
            if told.stage in _PAST_IT:
                self.close()
            else:
                self.frame.tell(told.stage, told.message, told.done, told.total)

    def goes_on(self, connection: str, link: str, stage: str) -> None:
        """Progress of the sync: once it reads on, nothing is left to answer here."""
        about = self._question.step.about
        same = self._question.connection == connection and (not link or link == about)
        if self._answered and same and stage in _PAST_IT:
            self.close()

    def ended(self, connection: str) -> None:
        """The sync of `connection` is over."""
        if self._question.connection == connection:
            self.close()

    def reject(self) -> None:
        """Esc."""
        self._cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        # Not QDialog's own: that calls reject, which here means "not now" and answers the question.
        event.accept()
        self.frame.finish()
        self.gone.emit()

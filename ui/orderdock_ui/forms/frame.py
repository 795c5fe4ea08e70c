"""Where the steps of one walk are shown, one after the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from orderdock.auth.steps import BrowserPage, Choice, Form, Step
from orderdock_ui.forms.browser_page import WaitForBrowserPage
from orderdock_ui.forms.choice_page import ChoicePage
from orderdock_ui.forms.form_page import FormPage
from orderdock_ui.forms.page import StepPage
from orderdock_ui.forms.progress_page import ProgressPage
from orderdock_ui.forms.trail import Trail
from orderdock_ui.forms.trouble_page import TroublePage
from orderdock_ui.theme import theme
from orderdock_ui.widgets.layouts import clear, column, row, scrolling

OpenPage = Callable[[str], bool]


def page_for(step: Step, open_page: OpenPage) -> StepPage:
    """The page of a step."""
    match step:
        case Form():
            return FormPage(step)
        case Choice():
            return ChoicePage(step)
        case BrowserPage():
            return WaitForBrowserPage(step, open_page)
        case _:
            assert_never(step)


class StepFrame(QWidget):
    """The trail of steps above, one card below it; also used inside a dialog, without the trail."""

    answered = Signal(object)
    cancelled = Signal()
    went_back = Signal()
    retried = Signal()
    """Try again was pressed on a page of trouble."""

    def __init__(
        self, title: str, about: str, open_page: OpenPage, *, trail: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._open_page = open_page
        self._kept: dict[str, object] = {}
        self._kept_of = ""
        self.page: StepPage | None = None
        self.demo: Mapping[str, str] = {}
        """Answers that work in the sandbox, by field key; empty outside of it."""
        outer = column(self)
        self.trail = Trail(trail)
        self.trail.setVisible(bool(trail))
        outer.addWidget(self.trail)
        inner = QWidget()
        self._centre = row(inner, gap=0, margins=(32, 16, 32, 32) if trail else (0, 0, 0, 0))
        self._centre.addStretch(1)
        self._place = column()
        holder = QWidget()
        holder.setLayout(self._place)
        holder.setMaximumWidth(theme.length(560))
        self._centre.addWidget(holder, 100)
        self._centre.addStretch(1)
        outer.addWidget(scrolling(inner), 1)

    def ask(self, step: Step) -> StepPage:
        """Show `step`; what was typed comes back when the same step is refused."""
        step = replace(step, about=step.about or self._about)
        page = page_for(step, self._open_page)
        page.offer(self.demo)
        key = f"{type(step).__name__} {step.title}"
        if key == self._kept_of:
            page.restore(self._kept)
        else:
            self._kept = {}
        self._kept_of = key
        self._show(page)
        return page

    def _show(self, page: StepPage) -> None:
        self._forget_page()
        page.answered.connect(self._answer)
        page.cancelled.connect(self.cancelled)
        page.went_back.connect(self.went_back)
        self.page = page
        clear(self._place)
        self._place.addStretch(1)
        self._place.addWidget(page)
        self._place.addStretch(2)
        if isinstance(page, WaitForBrowserPage) and not page.step.error:
            page.open()
        page.take_focus()

    def _answer(self, values: object) -> None:
        if self.page is not None:
            self._kept = self.page.kept()
            self.page.wait()
        self.answered.emit(values)

    def tell(self, stage: str, message: str, done: int = 0, total: int | None = None) -> None:
        """Show what is going on between two questions."""
        if not isinstance(self.page, ProgressPage):
            title, about = self._title, self._about
            if self.page is not None:
                title, about = self.page.title, self.page.about
            self._show(ProgressPage(title, about))
        if isinstance(self.page, ProgressPage):
            self.page.tell(stage, message, done, total)

    def show_trouble(self, title: str, says: str, next_step: str) -> None:
        """The walk failed: say so, and offer another try."""
        page = TroublePage(title, says, next_step, self._about)
        self._show(page)
        page.answered.disconnect(self._answer)
        page.answered.connect(lambda _values: self.retried.emit())

    def finish(self) -> None:
        """The walk is over: nothing typed is kept."""
        self._kept = {}
        self._forget_page()

    def _forget_page(self) -> None:
        if self.page is not None:
            self.page.forget()
        self.page = None

"""The page shown while the person signs in with the browser."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from orderdock.auth.steps import BrowserPage
from orderdock_ui.forms.page import StepPage
from orderdock_ui.forms.time_left import Countdown
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.notices import Note

_WAITING = "Sign in on the page that opened. This page goes on by itself."
_NO_BROWSER = "No browser opened here. Copy the link and open it in any browser."
_OVER = "The time for this sign-in is over. Open the page again to start anew."


class WaitForBrowserPage(StepPage):
    """Opens the page, counts down, and takes the address the browser ended on instead."""

    def __init__(self, step: BrowserPage, open_page: Callable[[str], bool]) -> None:
        super().__init__(step.title, step.message, step.about, can_go_back=step.can_go_back)
        self.step = step
        self._open_page = open_page
        self._note = Note("accent", "globe", _WAITING, title="Waiting for your browser")
        if step.error:
            self._note.put("bad", "circle-alert", "", step.error)
            self.setAccessibleDescription(step.error)
        if step.expires_at is not None:
            left = Countdown(step.expires_at, ink="accent")
            left.over.connect(lambda: self._say(_OVER, "warn"))
            self._note.add(left)
        self.body.addWidget(self._note)
        self._add_links()
        self._add_paste_back()
        self.body.addStretch(1)

    def _add_links(self) -> None:
        line = row(gap=8)
        again = Button("Open the page again", icon="external-link", identifier="step-open-browser")
        again.clicked.connect(self.open)
        copy = Button("Copy link", icon="copy", identifier="step-copy-link")
        copy.clicked.connect(self._copy)
        self._copied = Label("", ink="text2")
        for widget in (again, copy, self._copied):
            line.addWidget(widget)
        line.addStretch(1)
        self.body.addLayout(line)

    def _add_paste_back(self) -> None:
        box = column(gap=4)
        box.addWidget(Label("Browser on another computer, or nothing happened?", weight=600))
        label = Label("Paste the address the browser ended on:", ink="text2", wrap=True)
        box.addWidget(label)
        line = row(gap=8)
        self.edit = named(QLineEdit(), "field-redirect_url", "Address the browser ended on")
        self.edit.setPlaceholderText("https://... or the code alone")
        self.edit.returnPressed.connect(self.send)
        label.setBuddy(self.edit)
        self.edit.setAccessibleDescription(self.step.error or "")
        self.use = Button("Use it", identifier="step-continue", name="Use this address")
        self.use.clicked.connect(self.send)
        line.addWidget(self.edit, 1)
        line.addWidget(self.use)
        box.addLayout(line)
        self.body.addLayout(box)
        # The hidden primary of the footer must not carry the identifier a second time.
        named(self.go_on, "step-unused")

    def open(self) -> None:
        """Open the page in the system's browser. What went wrong before no longer counts."""
        self.setAccessibleDescription("")
        if self._open_page(self.step.url):
            self._say(_WAITING, "accent")
        else:
            self._say(_NO_BROWSER, "warn")

    def _say(self, sentence: str, ink: str) -> None:
        title = "Waiting for your browser" if ink == "accent" else "Your browser is needed"
        self._note.put(ink, "globe", title, sentence)
        if ink != "accent":
            announce(self, sentence)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.step.url)
        self._copied.setText("Copied")
        announce(self, "Link copied")

    def send(self) -> None:
        """Hand over the pasted address or code."""
        pasted = self.edit.text().strip()
        if pasted and self.use.isEnabled():
            self.answered.emit({"redirect_url": pasted})
        elif not pasted:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.step.error:
            announce(self, self.step.error)

    def wait(self) -> None:
        super().wait()
        self.use.setEnabled(False)
        self.edit.setEnabled(False)

    def forget(self) -> None:
        self.edit.clear()

"""The live progress of one connection: a head, and a row for each shop."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QSizePolicy, QWidget

from orderdock.domain.connections import Outcome
from orderdock_ui import assets
from orderdock_ui.bridge.questions import Question
from orderdock_ui.sync import words
from orderdock_ui.sync.board import ConnectionCard, LinkRow
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel, Label, hairline
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named

_NARROW = 640
_NAME = 140
_BUTTON = 112


class RowWidget(QWidget):
    """One shop: tile, name, stage, bar when the total is known, count, and its one button."""

    acted = Signal()

    def __init__(self, key: str, name: str) -> None:
        super().__init__()
        named(self, f"sync-row-{key}", name)
        self.setMinimumHeight(theme.length(45))
        line = row(self, gap=10, margins=(0, 6, 0, 6))
        self._tile = QLabel()
        self._tile.setPixmap(assets.initial_tile(name, 28))
        line.addWidget(self._tile)
        self._name = ElidedLabel(name, weight=600)
        self._name.setFixedWidth(theme.length(_NAME))
        line.addWidget(self._name)
        self._icon = IconLabel("clock", "muted", 16)
        line.addWidget(self._icon)
        self._stage = ElidedLabel("")
        line.addWidget(self._stage, 1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.length(150))
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        line.addWidget(self._bar)
        self._count = Label("", ink="text2", figures=True)
        self._count.setMinimumWidth(theme.length(120))
        self._count.setAlignment(self._count.alignment().AlignRight | self._count.alignment())
        line.addWidget(self._count)
        self.button = Button("", "primary", identifier=f"sync-answer-{key}")
        self.button.hide()
        self.button.clicked.connect(self.acted)
        # The counts stay in line whether a row has a button or not.
        self._place = QWidget()
        self._place.setMinimumWidth(theme.length(_BUTTON))
        holder = row(self._place, gap=0)
        holder.addStretch(1)
        holder.addWidget(self.button)
        line.addWidget(self._place)

    def show_row(self, entry: LinkRow, question: Question | None) -> None:
        """Draw what is so; a question puts its button at the end."""
        said = words.of_row(entry)
        self._icon.show_icon(said.icon, said.icon_ink, 16)
        self._name.setText(entry.name)
        self._stage.setText(said.words)
        self._stage.set_ink(said.ink)
        running = entry.stage not in ("done", "failed", "queued")
        self._bar.setVisible(running and bool(entry.total))
        self._bar.setMaximum(max(1, entry.total or 1))
        self._bar.setValue(min(entry.done, entry.total or 0))
        self._count.setText(words.counts(entry.done, entry.total))
        self.offer(question)
        said_all = ", ".join(p for p in (entry.name, said.words, self._count.text()) if p)
        self.setAccessibleName(said_all)

    def offer(self, question: Question | None) -> None:
        """The button that opens a waiting question."""
        if question is not None:
            self._icon.show_icon("hand", "warn", 16)
            self._stage.setText(question.step.title)
            self._stage.set_ink("warn")
            word = "Enter code" if _asks_code(question) else "Answer"
            self.button.put(word, f"{word} for {self._name.text()}")
        self.button.setVisible(question is not None)

    def set_narrow(self, narrow: bool) -> None:
        """Without room the bar goes; the count says the same."""
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(not narrow)
        self._bar.setSizePolicy(policy)
        self._bar.setMaximumWidth(0 if narrow else theme.length(150))
        self._bar.setMinimumWidth(0 if narrow else theme.length(150))
        self._count.setMinimumWidth(0 if narrow else theme.length(120))
        self._place.setMinimumWidth(0 if narrow else theme.length(_BUTTON))
        self._name.setFixedWidth(theme.length(_NAME if not narrow else _NAME * 0.7))


class CardWidget(QFrame):
    """A connection's sync."""

    answer_asked = Signal(object)
    """A Question."""
    cancel_asked = Signal(str)
    repair_asked = Signal(str)
    again_asked = Signal(str)

    def __init__(self, card: ConnectionCard) -> None:
        super().__init__()
        self._id = card.id
        self.setProperty("surface", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        named(self, f"sync-card-{card.id}", card.name)
        self._box = column(self, gap=0, margins=(16, 4, 12, 4))
        self._rows: dict[str, RowWidget] = {}
        self._questions: dict[str, Question] = {}
        self._box.addWidget(self._head(card))
        self._why = Label("", ink="text2", wrap=True)
        self._why.setContentsMargins(0, 0, 0, theme.length(8))
        self._why.hide()
        self._box.addWidget(self._why)

    def _head(self, card: ConnectionCard) -> QWidget:
        holder = QWidget()
        holder.setMinimumHeight(theme.length(36))
        line = row(holder, gap=8)
        line.addWidget(Label(card.name, weight=700))
        line.addWidget(Label(card.provider, ink="text2"))
        self._icon = IconLabel("clock", "muted", 16)
        line.addWidget(self._icon)
        self._word = Label("", weight=600)
        line.addWidget(self._word)
        line.addStretch(1)
        self._sum = ElidedLabel("", ink="text2")
        self._sum.setAlignment(self._sum.alignment().AlignRight | self._sum.alignment())
        line.addWidget(self._sum, 2)
        self._act = Button("", identifier=f"sync-act-{card.id}")
        self._act.hide()
        self._act.clicked.connect(self._do)
        line.addWidget(self._act)
        self._cancel = IconButton(
            "x",
            f"Cancel the sync of {card.name}",
            identifier=f"sync-cancel-{card.id}",
            pressed=lambda: self.cancel_asked.emit(card.id),
        )
        line.addWidget(self._cancel)
        return holder

    def show_card(self, card: ConnectionCard, questions: Sequence[Question]) -> None:
        """Draw what is so."""
        waits = {q.step.about: q for q in questions}
        for key, entry in card.rows.items():
            if key not in self._rows:
                self._add_row(key, entry.name)
            question = waits.pop(entry.name, None) or waits.pop(key, None)
            self._remember(key, question)
            self._rows[key].show_row(entry, question)
        for about, question in waits.items():
            key = about or card.name
            if key not in self._rows:
                self._add_row(key, key)
            self._remember(key, question)
            self._rows[key].show_row(LinkRow(key, key, "waiting"), question)
        said = words.of_card(card, waits=bool(questions))
        self._icon.show_icon(said.icon, said.icon_ink, 16)
        self._word.setText(said.words)
        self._word.set_ink(said.ink)
        self._show_end(card)
        self.setAccessibleName(", ".join((card.name, said.words, self._sum.text())).strip(", "))

    def _remember(self, key: str, question: Question | None) -> None:
        if question is None:
            self._questions.pop(key, None)
        else:
            self._questions[key] = question

    def _show_end(self, card: ConnectionCard) -> None:
        outcome = card.outcome
        self._cancel.setVisible(outcome is None)
        if outcome is None:
            counted = words.counts(*card.counts())
            self._sum.setText(f"{counted} read" if counted else "")
            self._act.hide()
            self._why.hide()
            return
        self._sum.setText(words.came_of_it(outcome))
        said = [outcome.error or "", *outcome.notes]
        if outcome.quarantined:
            said.append(f"{outcome.quarantined} records could not be read and were set aside.")
        why = " ".join(part for part in said if part)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._act.setVisible(outcome.outcome in (Outcome.FAILED, Outcome.NEEDS_YOU))
        needs_you = outcome.outcome is Outcome.NEEDS_YOU
        word = "Sign in again" if needs_you else "Try again"
        self._act.put(word, f"{word}: {card.name}")
        self._act.setProperty("does", "repair" if needs_you else "again")

    def _do(self) -> None:
        if self._act.property("does") == "repair":
            self.repair_asked.emit(self._id)
        else:
            self.again_asked.emit(self._id)

    def _add_row(self, key: str, name: str) -> None:
        made = RowWidget(key, name)
        made.acted.connect(lambda: self._answer(key))
        made.set_narrow(self.width() < theme.length(_NARROW))
        # Above the line of reasons, which stays last.
        self._box.insertWidget(self._box.count() - 1, hairline())
        self._box.insertWidget(self._box.count() - 1, made)
        self._rows[key] = made

    def _answer(self, key: str) -> None:
        question = self._questions.get(key)
        if question is not None:
            self.answer_asked.emit(question)

    def set_narrow(self, narrow: bool) -> None:
        """Give up the bars where there is no room."""
        for entry in self._rows.values():
            entry.set_narrow(narrow)


def _asks_code(question: Question) -> bool:
    fields = getattr(question.step, "fields", ())
    return any(field.kind == "code" for field in fields)

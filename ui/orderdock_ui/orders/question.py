"""What is asked by the search box, the chips and the panel; and the question in force in each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from orderdock.query.filters import OrderFilter
from orderdock_ui.orders.known_values import KnownValues
from orderdock_ui.orders.tool_bar import OrdersToolBar
from orderdock_ui.widgets.later import Later
from orderdock_ui.widgets.naming import announce

if TYPE_CHECKING:
    from orderdock.query.completion import Completion
    from orderdock.query.language import Reading
    from orderdock_ui.orders.filter_panel import FilterPanel

_STAYS = "The table stays as it was."


class Question(QObject):
    """Joins the box, the sentence under it, the panel, and the values that are known.

    A text that cannot be read changes nothing and is never touched. While the cursor stands in
    what is not yet readable, it is being typed: nothing is said of it, and its condition stays.
    """

    asked = Signal(OrderFilter)

    def __init__(
        self,
        tools: OrdersToolBar,
        values: KnownValues,
        today: Callable[[], date],
    ) -> None:
        super().__init__(tools)
        self._box = box = tools.search
        self._sentence = tools.mistake
        self._sentence.hide()
        self.panel = Later(self._make_panel)
        self._values = values
        self._today = today
        self._filter = OrderFilter()
        box.complete = self._complete
        box.searched.connect(lambda _text: self._take())
        box.left.connect(lambda: self._take(finished=True))
        box.entered.connect(self._leave_down)
        tools.filter_changed.connect(self.asked)
        values.came.connect(self._values_came)

    def _make_panel(self) -> "FilterPanel":
        from orderdock_ui.orders.filter_panel import FilterPanel

        made = FilterPanel(self._today)
        made.changed.connect(self.asked)
        made.show_filter(self._filter)
        return made

    def mirror(self, f: OrderFilter) -> None:
        """Show `f` in the panel, and say it in the box; what means the same stays as typed."""
        if (panel := self.panel.made) is not None:
            panel.show_filter(f)
        known, self._filter = self._filter, f
        if _said(f) == _said(known):  # at most the zone, or what the text does not speak of
            return
        from orderdock.query.language_writing import rewritten

        reading = self._read()
        if self._with_rest(reading.filter) == f and not reading.mistakes:
            self._say("")
            return
        self._box.put(rewritten(self._box.text(), reading, f, self._today()))
        wrong = self._read().mistakes
        self._say(f"{wrong[0].says} {_STAYS}" if wrong else "")

    def _leave_down(self) -> None:
        """To the table, unless there is something to mend: then to its end."""
        if self._take(finished=True):
            self._box.left_down.emit()
        else:
            self._box.setCursorPosition(self._read().mistakes[0].end)

    def _read(self) -> "Reading":
        from orderdock.query.language import read

        known = self._values.known()
        return read(self._box.text(), self._today(), timezone=self._filter.timezone, known=known)

    def _with_rest(self, f: OrderFilter) -> OrderFilter:
        """With what the text does not speak of."""
        kept = self._filter
        return replace(f, within=kept.within, since=kept.since, among=kept.among)

    def _take(self, *, finished: bool = False) -> bool:
        """Ask what the text means; whether all of it can be read."""
        reading = self._read()
        wrong = [] if not finished and self._is_typing(reading) else list(reading.mistakes)
        self._say(f"{wrong[0].says} {_STAYS}" if wrong else "")
        if wrong:
            return False
        f = self._with_rest(self._as_before(reading) if reading.mistakes else reading.filter)
        if f != self._filter:
            self._filter = f
            self.asked.emit(f)
        return not reading.mistakes

    def _is_typing(self, reading: "Reading") -> bool:
        """Whether all that cannot be read is where the cursor stands."""
        cursor = self._box.cursorPosition()
        at_cursor = all(each.start <= cursor <= each.end for each in reading.mistakes)
        return self._box.hasFocus() and at_cursor

    def _as_before(self, reading: "Reading") -> OrderFilter:
        """What can be read; a condition that is being typed is meanwhile what it was."""
        from orderdock.query.language import read
        from orderdock.query.language_writing import parts_of

        parts, before = parts_of(reading.filter), parts_of(self._filter)
        for clause in reading.clauses:
            if clause.mistaken:
                key = clause.word, clause.piece.negated
                parts.pop(key, "")
                parts = {key: before.get(key, ""), **parts}
        return read(" ".join(parts.values()), self._today(), timezone=self._filter.timezone).filter

    def _say(self, sentence: str) -> None:
        if sentence == self._sentence.text():
            return
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._box.complain(sentence)
        if sentence:
            announce(self._box, sentence)

    # --- ways to go on

    def _complete(self, text: str, cursor: int, asked: bool) -> "Completion":
        from orderdock.query.completion import complete, field_at

        field = field_at(text, cursor)
        if field is not None:
            self._values.want(field.word)
        return complete(text, cursor, self._values.names(), self._today(), asked=asked)

    def refresh(self) -> None:
        """Orders were written: there may be other values."""
        self._values.forget()
        if self._open_panel() is not None:
            self._values.want_all()

    def offer_values(self) -> None:
        """The panel was opened, or closed."""
        if (panel := self._open_panel()) is not None:
            self._values.want_all()
            panel.offer(self._values.names())

    def _open_panel(self) -> "FilterPanel | None":
        panel = self.panel.made
        return panel if panel is not None and panel.isVisible() else None

    def close(self) -> None:
        """Let go of the worker thread."""
        self._values.close()

    def _values_came(self) -> None:
        """Perhaps while the cursor waits for them."""
        box = self._box
        if (panel := self.panel.made) is not None:
            panel.offer(self._values.names())
        if box.hasFocus() and box.is_completing and box.offers.current() is None:
            from orderdock.query.completion import field_at

            if field_at(box.text(), box.cursorPosition()) is not None:
                box.offer()


def _said(f: OrderFilter) -> OrderFilter:
    return replace(f, timezone="UTC", within=None, since=None, among=())

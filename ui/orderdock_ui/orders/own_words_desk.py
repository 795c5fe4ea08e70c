"""Tags, notes and hiding for what is selected: done beside the window, confirmed, undone."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QWidget

from orderdock.domain.errors import OrderdockError
from orderdock.query.filters import Unit
from orderdock.services.library import Library
from orderdock.services.own_words import Changed
from orderdock_ui import text
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.selected import Selected
from orderdock_ui.orders.words import Wording
from orderdock_ui.widgets.notices import Toast

_SLOW_MS = 1_000
"""An act that takes longer says that it is under way: a hundred thousand orders, say."""
Orders = Callable[[], Sequence[int]]
"""Works out which orders are meant; called beside the window."""


class OwnWordsDesk(QObject):
    """Acts in the order they were asked; the last one can be taken back."""

    changed = Signal()
    """Something was written: what is on show may be old."""
    trouble = Signal(str)

    def __init__(self, library: Library, wording: Wording, page: QWidget) -> None:
        super().__init__(page)
        self._library = library
        self._own = library.own_words
        self._wording = wording
        self._page = page
        self._work = Background(self)
        self._jobs = count()
        self._acts: deque[Callable[[], object]] = deque()
        """Not begun yet: closing the window must not lose one."""
        self._under_way = 0
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(lambda: self._tell("Writing …", undo=False))
        self._last: Changed | None = None
        self._toast: Toast | None = None

    # --- asking the person

    def ask_tags(self, selected: Selected, place: QPoint) -> None:
        """Open the list of tags for these rows, its lower left corner at `place`."""
        library, own = self._library, self._own

        def look(_stop: object) -> tuple[list[int], list[tuple[str, int]], dict[str, int]]:
            orders = selected.orders(library)
            return orders, own.tags(), own.tags_among(orders)

        def show(found: tuple[list[int], list[tuple[str, int]], dict[str, int]]) -> None:
            from orderdock_ui.orders.tags_editor import TagsEditor

            orders, known, among = found
            editor = TagsEditor(
                self._wording, len(orders), [name for name, _many in known], among, self._page
            )
            editor.chosen.connect(
                lambda add, remove: self.tag(lambda: orders, tuple(add), tuple(remove))
            )
            editor.open_above(place)

        self._work.ask("tags", look, show, self._failed)

    def ask_note(self, selected: Selected, place: QPoint) -> None:
        """Open the field for one note on all of these rows, its lower left corner at `place`."""
        library = self._library

        def look(_stop: object) -> tuple[list[int], str]:
            orders = selected.orders(library)
            if len(orders) != 1:
                return orders, ""
            [(note,)] = library.rows(Unit.ORDERS, orders, ("note",))
            return orders, note or ""

        def show(found: tuple[list[int], str]) -> None:
            from orderdock_ui.orders.note_editor import NoteEditor

            orders, note = found
            editor = NoteEditor(self._wording, len(orders), note, self._page)
            editor.written.connect(lambda note: self.note(lambda: orders, note))
            editor.open_above(place)

        self._work.ask("note", look, show, self._failed)

    # --- acting

    def tag(
        self,
        orders: Orders,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        *,
        quietly: bool = False,
    ) -> None:
        """Give the orders tags, take others away; `quietly` where it is seen already."""
        own = self._own
        self._act(lambda: own.tag(orders(), add, remove), self._tagged, quietly=quietly)

    def note(self, orders: Orders, note: str, *, quietly: bool = False) -> None:
        """Write one note on all of the orders; an empty one takes theirs away."""
        own = self._own
        self._act(
            lambda: own.write_notes(dict.fromkeys(orders(), note)),
            lambda changed: self._said(
                f"Note {'written on' if note.strip() else 'taken off'}", changed
            ),
            quietly=quietly,
        )

    def hide(self, orders: Orders) -> None:
        """Keep the orders out of everything that does not ask for them."""
        own = self._own
        self._act(lambda: own.hide(orders()), lambda changed: self._said("Hidden:", changed))

    def restore(self, orders: Orders) -> None:
        """Show hidden orders again."""
        own = self._own
        self._act(lambda: own.restore(orders()), lambda changed: self._said("Restored:", changed))

    def undo(self) -> None:
        """Take back the last act."""
        last, self._last = self._last, None
        if last is None:
            return
        own = self._own
        self._ask(lambda: own.undo(last), lambda _nothing: self._tell("Undone.", undo=False))

    def busy(self) -> bool:
        """Whether an act is not written yet."""
        return self._under_way > 0

    def _act(
        self,
        work: Callable[[], Changed],
        words: Callable[[Changed], str],
        *,
        quietly: bool = False,
    ) -> None:
        def done(changed: Changed) -> None:
            if changed.orders():
                self._last = changed
            if quietly:
                return
            if changed.orders():
                self._tell(words(changed), undo=True)
            else:
                self._tell("Nothing to change.", undo=False)

        self._ask(work, done)

    def _ask(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def over() -> None:
            self._under_way -= 1
            if not self.busy():
                self._slow.stop()

        def answered(answer: object) -> None:
            over()
            self.changed.emit()
            done(answer)

        def failed(error: Exception) -> None:
            over()
            self._failed(error)

        self._under_way += 1
        self._slow.start()
        self._acts.append(work)
        kind = f"act {next(self._jobs)}"  # each its own: a later act must not drop an earlier one
        self._work.ask(kind, lambda _stop: self._acts.popleft()(), answered, failed)

    def _failed(self, error: Exception) -> None:
        self.trouble.emit(" ".join(text.trouble(error)).strip())

    # --- telling

    def _tagged(self, changed: Changed) -> str:
        given, taken = list(changed.tagged), list(changed.untagged)
        said = [f"+ {name}" for name in given] + [f"− {name}" for name in taken]
        shown = ", ".join(said[:3]) + (f" and {len(said) - 3} more" if len(said) > 3 else "")
        return self._said(f"Tags {shown} on", changed)

    def _said(self, did: str, changed: Changed) -> str:
        return f"{did} {self._wording.counted(changed.orders(), 'order')}."

    def _tell(self, words: str, *, undo: bool) -> None:
        if self._toast is None:
            self._toast = Toast(self._page)
            self._toast.acted.connect(self.undo)
        self._toast.say(words, "Undo" if undo else "")

    def close(self) -> None:
        """Finish what was asked for, and let go of the thread."""
        self._work.close()
        while self._acts:
            with suppress(OrderdockError):
                self._acts.popleft()()

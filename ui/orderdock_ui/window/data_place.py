"""The pages that show what else connections can be asked for, joined to the services."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from orderdock.domain.connections import ConnectionView
from orderdock.domain.errors import OrderdockError
from orderdock_ui import text
from orderdock_ui.connections.pending import PENDING
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.pages import Pages

if TYPE_CHECKING:
    from orderdock.services.datasets import Records
    from orderdock.services.front import Services
    from orderdock_ui.bridge.questions import Question
    from orderdock_ui.datasets.page import DatasetsPage
    from orderdock_ui.datasets.reading import Reading, Waiting
    from orderdock_ui.datasets.result import Result

_NOT_BACK_TO = ("", "steps")


class DataPlace(QObject):
    """A page per connection, kept with what was read while the window is open."""

    repair_asked = Signal(str)
    answer_asked = Signal(object)
    """A Question."""
    saved = Signal(object)
    """An ExportResult."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        super().__init__(pages)
        self._desk = desk
        self._pages = pages
        self._made: dict[str, DatasetsPage] = {}
        self._before: dict[str, str] = {}
        self._readings: dict[str, Reading] = {}

    def show_data_of(self, id_: str) -> None:
        """Turn to the page of a connection."""
        view = self._desk.connection(id_)
        if view is None or id_ == PENDING:
            return
        name = _name(id_)
        if self._pages.current() != name:
            self._before[id_] = self._pages.current()
        page = self._made.get(id_) or self._make(view)
        page.rename(view.name)
        self._pages.turn_to(name)
        page.take_focus()

    def _make(self, view: ConnectionView) -> "DatasetsPage":
        from orderdock_ui.datasets.page import DatasetsPage

        id_ = view.id
        page = DatasetsPage(view.name)
        page.back_asked.connect(lambda: self._back(id_))
        page.read_asked.connect(lambda result: self._read(id_, result))
        page.cancel_asked.connect(lambda: self._cancel(id_))
        page.save_asked.connect(lambda: self._ask_where(id_))
        page.sign_in_asked.connect(lambda: self.repair_asked.emit(id_))
        page.answer_asked.connect(lambda: self._answer(id_))
        self._made[id_] = page
        self._pages.add(_name(id_), page)
        self._desk.when_ready(lambda services: self._offer(id_, services))
        return page

    def _offer(self, id_: str, services: "Services") -> None:
        page = self._made.get(id_)
        if page is None:
            return
        try:
            page.offer(services.datasets.list(id_))
        except OrderdockError as error:
            self._desk.troubled.emit(error)

    def _back(self, id_: str) -> None:
        before = self._before.get(id_, "")
        known = before not in _NOT_BACK_TO and self._pages.has(before)
        self._pages.turn_to(before if known else "orders")

    def refresh(self) -> None:
        """Connections or questions changed."""
        there = {str(view.id): view for view in self._desk.connections()}
        for id_, page in list(self._made.items()):
            if id_ in there:
                page.rename(there[id_].name)
                waiting = self._waiting(id_)
                page.show_question(waiting.step.title if waiting is not None else "")
            else:
                self._drop(id_)

    def _drop(self, id_: str) -> None:
        del self._made[id_]
        self._cancel(id_)
        if self._pages.current() == _name(id_):
            self._pages.turn_to("orders" if self._pages.has("orders") else "welcome")
        self._pages.drop(_name(id_))

    # --- reading

    def _read(self, id_: str, result: "Result") -> None:
        from orderdock_ui.datasets.reading import Reading

        desk, page = self._desk, self._made[id_]
        info, services, questions = page.dataset(), desk.services, desk.questions
        if info is None or services is None or questions is None:
            return
        dialogue = questions.dialogue(id_)

        async def fetch(waiting: "Waiting") -> "AsyncGenerator[Records, None]":
            pages = services.datasets.fetch(id_, info.id, result.request, dialogue, waiting)
            try:
                async for found in pages:
                    dialogue.went_on()
                    yield found
            finally:
                await pages.aclose()
                dialogue.went_on("done")

        reading = Reading(result, fetch, page)
        reading.came.connect(page.draw)
        reading.ended.connect(lambda: self._ended(id_, reading))
        self._readings[id_] = reading
        reading.begin(desk.spawn, f"data of {id_}")

    def _ended(self, id_: str, reading: "Reading") -> None:
        if self._readings.get(id_) is reading:
            del self._readings[id_]
        page = self._made.get(id_)
        if page is not None:
            page.show_end()
        reading.deleteLater()

    def _cancel(self, id_: str) -> None:
        reading = self._readings.get(id_)
        if reading is not None:
            reading.cancel()

    def _waiting(self, id_: str) -> "Question | None":
        """The question of this reading; those of a sync have their own place."""
        questions = self._desk.questions
        if questions is None or id_ not in self._readings:
            return None
        return next(iter(questions.open(id_)), None)

    def _answer(self, id_: str) -> None:
        question = self._waiting(id_)
        if question is not None:
            self.answer_asked.emit(question)

    # --- saving

    def _ask_where(self, id_: str) -> None:
        from orderdock_ui.datasets.save_dialog import ask_where
        from orderdock_ui.export import places

        page = self._made[id_]
        info = page.dataset()
        if info is not None:
            folder = places.folder(self._desk.library)
            suggested = places.free(folder, f"{id_}-{info.id}", "csv")
            ask_where(page.window(), suggested, lambda target: self.save(id_, target))

    def save(self, id_: str, target: Path) -> None:
        """Write what the page shows."""
        page = self._made[id_]
        records = list(page.result().model.records)

        async def work(services: "Services") -> None:
            import asyncio

            try:
                result = await asyncio.to_thread(services.datasets.save, records, target)
            except OrderdockError as error:
                page.show_trouble(error)
                return
            self.saved.emit(result)
            counted = text.counted(result.rows, "record")
            self._desk.toasted.emit(f"Saved {counted} in {result.path.name}.")

        def begin(services: "Services") -> None:
            self._desk.spawn(work(services), f"save data of {id_}")

        self._desk.when_ready(begin)

    def close(self) -> None:
        """The window closes."""
        for id_ in list(self._readings):
            self._cancel(id_)


def _name(id_: str) -> str:
    return f"data {id_}"

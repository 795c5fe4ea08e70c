"""The place of a connection's data in the window: reached, read, asked in between, saved, gone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu, QWidget

from orderdock.auth.steps import Field, FieldKind, Form
from orderdock.domain.errors import SignInNeeded, TargetUnwritable
from orderdock.services.export import ExportService
from orderdock_ui.bridge.loop import Tasks
from orderdock_ui.bridge.questions import Questions
from orderdock_ui.datasets.page import DatasetsPage
from orderdock_ui.datasets.result import Stand
from orderdock_ui.export import places
from orderdock_ui.window import launch
from orderdock_ui.window.conductor import Conductor
from tests.ui import lively_profile
from tests.ui.datasets.some_records import Provider, pages, products

PASSPHRASE = Form("Enter the passphrase", (Field("passphrase", "Passphrase", FieldKind.TEXT),))


@dataclass
class Stage:
    conductor: Conductor
    provider: Provider
    troubles: list[BaseException]
    of: str
    """Id of the connection looked at."""

    def part(self, identifier: str) -> QWidget:
        found = self.conductor.window.findChild(QWidget, identifier)
        assert found is not None, identifier
        return found

    def press(self, identifier: str) -> None:
        button = self.part(identifier)
        assert isinstance(button, QAbstractButton)
        button.click()

    def current(self) -> str:
        return self.conductor.content.pages.current()

    def page(self) -> DatasetsPage:
        found = self.conductor.content.pages.page(f"data {self.of}")
        assert isinstance(found, DatasetsPage)
        return found

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 - widgets tell of no event to wait for
                await asyncio.sleep(0.005)


@pytest.fixture
async def stage(tmp_path: Path, dressed: QApplication) -> AsyncIterator[Stage]:
    made = lively_profile.fill(tmp_path / "profile", lines=20)
    first = launch.show_first(dressed, tmp_path / "profile", sandbox=False)
    conductor = launch.furnish(first, lively_profile.open_at(tmp_path / "profile"))
    troubles: list[BaseException] = []
    tasks, provider = Tasks(troubles.append), Provider()
    desk = conductor.desk
    export = ExportService(desk.library.database)
    services = SimpleNamespace(library=desk.library, datasets=provider, export=export)
    desk.open(services, tasks, Questions(desk))  # type: ignore[arg-type] # what this place needs
    yield Stage(conductor, provider, troubles, made["ok"])
    conductor.window.close()
    conductor.close()
    await tasks.close()
    desk.library.close()
    shiboken6.delete(conductor.window)
    assert troubles == []


async def test_the_menu_leads_there_and_back_leads_where_one_was(stage: Stage) -> None:
    stage.conductor._show_menu(stage.of, QPoint())
    [menu] = stage.conductor.window.findChildren(QMenu)
    [action] = [a for a in menu.actions() if a.text() == "Look at its data…"]
    action.trigger()
    menu.close()
    assert stage.current() == f"data {stage.of}"
    assert stage.page().accessibleName() == "Data of Acme Knitwear"
    assert stage.page().form.choice.count() == 2
    stage.press("datasets-back")
    assert stage.current() == "orders"


async def test_the_connection_s_page_leads_there_and_back(stage: Stage) -> None:
    stage.conductor.open_connection(stage.of)
    stage.press("connection-data")
    assert stage.current() == f"data {stage.of}"
    stage.press("datasets-back")
    assert stage.current() == "connection"


async def test_what_was_read_is_still_there_after_looking_elsewhere(stage: Stage) -> None:
    stage.conductor.look_at_data(stage.of)
    stage.press("datasets-read")
    stage.provider.let_in(*pages(products(3)))
    await stage.until(lambda: stage.page().result().rows == 3)
    stage.conductor.turn("orders")
    stage.provider.let_in(*pages(products(3)), None)
    await stage.until(lambda: stage.page().result().stand is Stand.WHOLE)
    assert stage.current() == "orders"
    stage.conductor.look_at_data(stage.of)
    assert stage.page().result().rows == 6


async def test_a_question_waits_in_the_queue_and_its_window_goes_when_reading_goes_on(
    stage: Stage,
) -> None:
    stage.conductor.look_at_data(stage.of)
    stage.press("datasets-read")
    stage.provider.let_in(PASSPHRASE)
    questions = stage.conductor.desk.questions
    assert questions is not None
    await stage.until(lambda: questions.open(stage.of))
    assert stage.part("datasets-question").isVisible()
    stage.press("datasets-answer")
    dialog = stage.part("question-dialog")
    questions.open(stage.of)[0].answer({"passphrase": "x"})
    await stage.until(lambda: not questions.open())
    assert not stage.part("datasets-question").isVisible()
    stage.provider.let_in(*pages(products(1)), None)
    await stage.until(lambda: stage.page().result().stand is Stand.WHOLE)
    await stage.until(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())


async def test_a_question_that_is_cancelled_ends_the_reading(stage: Stage) -> None:
    stage.conductor.look_at_data(stage.of)
    stage.press("datasets-read")
    stage.provider.let_in(PASSPHRASE)
    questions = stage.conductor.desk.questions
    assert questions is not None
    await stage.until(lambda: questions.open(stage.of))
    questions.open(stage.of)[0].cancel()
    await stage.until(lambda: stage.page().result().stand is Stand.CANCELLED)


async def test_a_refused_sign_in_leads_to_the_repair(stage: Stage) -> None:
    asked: list[tuple[str, ...]] = []
    stage.conductor.walks.repair = lambda view, link="": asked.append((view.id, link))  # type: ignore[method-assign] # only whether it is asked
    stage.conductor.look_at_data(stage.of)
    stage.press("datasets-read")
    stage.provider.let_in(SignInNeeded("Stitchex refused the saved sign-in.", "Sign in again."))
    await stage.until(lambda: stage.page().result().stand is Stand.FAILED)
    stage.press("datasets-note-action")
    assert asked == [(stage.of, "")]


async def test_a_saved_file_is_listed_with_the_exports(stage: Stage, tmp_path: Path) -> None:
    stage.conductor.look_at_data(stage.of)
    stage.press("datasets-read")
    stage.provider.let_in(*pages(products(3)), None)
    await stage.until(lambda: stage.page().result().stand is Stand.WHOLE)
    stage.press("datasets-save")
    dialog = stage.part("datasets-save-dialog")
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == f"{stage.of}-products.csv"
    dialog.fileSelected.emit(str(tmp_path / "p.csv"))
    dialog.close()
    await stage.until(lambda: places.log(stage.conductor.desk.library))
    [(records, target)] = stage.provider.saved
    assert (records, target) == (products(3), tmp_path / "p.csv")
    assert places.log(stage.conductor.desk.library)[0]["rows"] == 3
    stage.provider.refusal = TargetUnwritable("The disk is full.", "Free some space.")
    stage.conductor.data.save(stage.of, tmp_path / "q.csv")
    await stage.until(lambda: stage.part("datasets-note").isVisible())


async def test_a_connection_that_goes_takes_its_page_and_its_reading_along(stage: Stage) -> None:
    stage.conductor.look_at_data(stage.of)
    stage.press("datasets-read")
    await stage.until(lambda: stage.provider.asked)
    library = stage.conductor.desk.library
    stage.conductor.desk.connections = lambda: [  # type: ignore[method-assign] # as after a disconnect
        view for view in library.connections() if view.id != stage.of
    ]
    stage.conductor.desk.changed.emit()
    assert stage.current() == "orders"
    assert not stage.conductor.content.pages.has(f"data {stage.of}")
    await stage.until(lambda: stage.provider.closed == 1)


async def test_a_renamed_connection_renames_its_page(stage: Stage) -> None:
    stage.conductor.look_at_data(stage.of)
    stage.page().rename("Knitwear")
    assert stage.page().accessibleName() == "Data of Knitwear"
    stage.conductor.desk.changed.emit()
    assert stage.page().accessibleName() == "Data of Acme Knitwear"

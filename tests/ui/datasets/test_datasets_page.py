"""The page of a connection's data: asked by keyboard, filled page by page, never better than so."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from orderdock.domain.errors import SignInNeeded, Unreachable, WrongUsage
from orderdock.services.datasets import FetchRequest, Records
from orderdock_ui.bridge.loop import Tasks
from orderdock_ui.datasets.page import DatasetsPage
from orderdock_ui.datasets.reading import Reading, Waiting
from orderdock_ui.datasets.result import Result, Stand
from tests.support.scripted_dialogue import ScriptedDialogue
from tests.ui.datasets.some_records import INFOS, Provider, pages, products

_Key = Qt.Key


@dataclass
class Table:
    """A page and somebody who does what it asks."""

    page: DatasetsPage
    provider: Provider
    tasks: Tasks
    readings: list[Reading] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def read(self, result: Result) -> None:
        info = self.page.dataset()
        assert info is not None

        async def fetch(waiting: Waiting) -> AsyncGenerator[Records, None]:
            dialogue = ScriptedDialogue()
            found = self.provider.fetch("x-1", info.id, result.request, dialogue, waiting)
            try:
                async for page in found:
                    yield page
            finally:
                await found.aclose()

        reading = Reading(result, fetch, self.page)
        reading.came.connect(self.page.draw)
        reading.ended.connect(self.page.show_end)
        self.readings.append(reading)
        reading.begin(self.tasks.spawn, "reading")

    def part(self, identifier: str) -> QWidget:
        found = self.page.findChild(QWidget, identifier)
        assert found is not None, identifier
        return found

    def type(self, identifier: str, text: str) -> None:
        edit = self.part(identifier)
        assert isinstance(edit, QLineEdit)
        edit.setText(text)

    def press(self, identifier: str) -> None:
        button = self.part(identifier)
        assert isinstance(button, QAbstractButton)
        QTest.keyClick(button, _Key.Key_Return)

    def count(self) -> str:
        return self.page.foot.words.text()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 - widgets tell of no event to wait for
                await asyncio.sleep(0.005)


@pytest.fixture
async def table(dressed: QApplication) -> AsyncIterator[Table]:
    page = DatasetsPage("Acme Knitwear")
    troubles: list[BaseException] = []
    tasks = Tasks(troubles.append)
    made = Table(page, Provider(), tasks)
    page.read_asked.connect(made.read)
    page.cancel_asked.connect(lambda: made.readings[-1].cancel())
    for signal, word in (
        (page.save_asked, "save"),
        (page.back_asked, "back"),
        (page.sign_in_asked, "sign in"),
        (page.answer_asked, "answer"),
    ):
        signal.connect(lambda w=word: made.heard.append(w))
    page.resize(1000, 700)
    page.offer(INFOS)
    page.show()
    yield made
    await tasks.close()
    page.close()
    page.deleteLater()
    assert troubles == []


async def test_pages_come_in_while_the_count_rises(table: Table) -> None:
    assert table.part("datasets-empty").isVisible()
    table.press("datasets-read")
    assert table.page.result().stand is Stand.READING
    assert not table.part("datasets-choice").isEnabled()
    table.provider.let_in(*pages(products(100), total=150)[:2])
    await table.until(lambda: table.count() == "100 of 150 read")
    assert table.part("datasets-progress").isVisible()
    assert not table.part("datasets-save").isEnabled()
    table.provider.let_in(*pages(products(150), total=150)[2:], None)
    await table.until(lambda: table.count() == "All 150 records")
    assert table.page.table.model().rowCount() == 150
    assert not table.part("datasets-cancel").isVisible()
    assert table.part("datasets-save").isEnabled()
    assert table.page.table.hasFocus() or not table.page.isActiveWindow()
    [asked] = table.provider.asked
    assert asked == ("x-1", "products", FetchRequest(limit=200))


async def test_conditions_order_and_limit_are_asked_for_as_typed(table: Table) -> None:
    table.press("datasets-where-add")
    table.press("datasets-where-add")
    table.type("datasets-where-field-1", "price ")
    table.page.form.conditions.rows()[0].operator.setCurrentIndex(5)
    table.type("datasets-where-text-1", "20")
    table.type("datasets-sort", "price")
    table.page.form.direction.setCurrentIndex(1)
    table.type("datasets-limit", "1,000")
    QTest.keyClick(table.part("datasets-where-text-1"), _Key.Key_Return)
    expected = FetchRequest((("price", ">=", "20"),), "price", True, 1000)
    table.provider.let_in(None)
    await table.until(lambda: table.page.result().stand is Stand.WHOLE)
    assert table.provider.asked[0][2] == expected
    assert table.part("datasets-empty").accessibleName().startswith("No record fits")
    table.press("empty-action")
    await table.until(lambda: len(table.provider.asked) == 2)
    assert table.provider.asked[1][2] == replace(expected, where=())
    table.provider.let_in(None)
    await table.until(lambda: table.page.result().stand is Stand.WHOLE)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"datasets-limit": "many"}, "datasets-limit"),
        ({"datasets-limit": "0"}, "datasets-limit"),
        ({"datasets-where-text-1": "x"}, "datasets-where-field-1"),
        ({"datasets-where-field-1": "name"}, "datasets-where-text-1"),
    ],
)
async def test_what_cannot_be_asked_is_said_at_its_field(
    table: Table, typed: dict[str, str], at: str
) -> None:
    table.press("datasets-where-add")
    for identifier, text in typed.items():
        table.type(identifier, text)
    table.press("datasets-read")
    assert table.provider.asked == []
    assert table.part(at).property("error") == "true"
    assert table.part(at).accessibleDescription() != ""
    assert table.part("datasets-refusal").isVisible()
    for identifier in typed:
        table.type(identifier, "")
    table.press("datasets-read")
    assert not table.part("datasets-refusal").isVisible()
    table.provider.let_in(None)
    await table.until(lambda: table.page.result().stand is Stand.WHOLE)


async def test_conditions_are_taken_away_by_keyboard_and_numbered_anew(table: Table) -> None:
    for name in ("a", "b", "c"):
        table.press("datasets-where-add")
        table.page.form.conditions.rows()[-1].field.setText(name)
    remove = table.part("datasets-where-remove-1")
    QTest.keyClick(remove, _Key.Key_Return)
    assert [row.condition()[0] for row in table.page.form.conditions.rows()] == ["b", "c"]
    names = [row.field.accessibleIdentifier() for row in table.page.form.conditions.rows()]
    assert names == ["datasets-where-field-1", "datasets-where-field-2"]


async def test_cancel_keeps_what_came_and_says_that_it_is_not_all(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in(*pages(products(50), total=150))
    await table.until(lambda: table.page.result().rows == 50)
    QTest.keyClick(table.page, _Key.Key_Escape)
    assert table.count() == "50 records of 150, not all: the reading was cancelled"
    await table.until(lambda: table.provider.closed == 1)
    assert table.part("datasets-save").isEnabled()


async def test_a_reading_cancelled_at_once_asks_for_nothing(table: Table) -> None:
    table.press("datasets-read")
    table.press("datasets-cancel")
    assert table.count() == "No records: the reading was cancelled"
    await asyncio.sleep(0)
    assert table.provider.asked == []


async def test_each_dataset_keeps_what_was_read_and_asked_of_it(table: Table) -> None:
    table.type("datasets-sort", "price")
    table.press("datasets-read")
    table.provider.let_in(*pages(products(5), done_there=("The provider sorted by price.",)), None)
    await table.until(lambda: table.count() == "5 records")
    assert table.page.remarks.text() == "The provider sorted by price."
    table.page.form.choice.setCurrentIndex(1)
    assert table.part("datasets-empty").isVisible()
    assert table.page.form.sort.text() == ""
    assert "Invoices" in table.page.foot.words.accessibleName()
    table.page.form.choice.setCurrentIndex(0)
    assert (table.count(), table.page.form.sort.text()) == ("5 records", "price")


async def test_fields_that_were_read_are_offered_for_conditions(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in(*pages(products(3)), None)
    await table.until(lambda: table.page.result().stand is Stand.WHOLE)
    table.press("datasets-where-add")
    completer = table.page.form.conditions.rows()[0].field.completer()
    completer.setCompletionPrefix("brand")
    model = completer.completionModel()
    offered = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert offered == ["brand", "brand.name", "brand.id"]


async def test_trouble_is_a_note_with_one_way_on(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in(*pages(products(5)), Unreachable("Acme did not answer.", "Try later."))
    await table.until(lambda: table.page.result().stand is Stand.FAILED)
    assert table.part("datasets-note").isVisible()
    assert table.page.note_action.text() == "Read again"
    assert table.count() == "5 records, not all: the reading stopped"
    table.press("datasets-note-action")
    table.provider.let_in(SignInNeeded("Acme refused the saved sign-in.", "Sign in again."))
    await table.until(lambda: table.page.result().stand is Stand.FAILED)
    table.press("datasets-note-action")
    assert table.heard == ["sign in"]


async def test_a_wrong_field_is_said_without_a_button_that_would_not_help(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in(WrongUsage("No record has a field nmae.", "There are: id, name."))
    await table.until(lambda: table.page.result().stand is Stand.FAILED)
    assert table.page.note.sentence.text() == "There are: id, name."
    assert not table.part("datasets-note-action").isVisible()


@pytest.mark.logs("something unexpected happened")
async def test_a_surprise_is_said_in_plain_words(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in(ValueError("secret inside"))
    await table.until(lambda: table.page.result().stand is Stand.FAILED)
    said = [label.text() for label in table.page.note.findChildren(QLabel)]
    assert any("inside Orderdock" in text for text in said)
    assert not any("secret" in text for text in said)


async def test_a_rest_that_the_provider_wants_is_said(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in("Acme asks us to wait 5 seconds.")
    await table.until(lambda: table.count() == "Acme asks us to wait 5 seconds.")
    table.provider.let_in(*pages(products(2)), None)
    await table.until(lambda: table.count() == "2 records")


async def test_numbers_that_do_not_agree_are_a_warning(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in(*pages(products(5), total=9), None)
    await table.until(lambda: table.page.result().stand is Stand.WHOLE)
    assert table.part("datasets-note").property("surface") == "warn_note"


async def test_a_waiting_question_is_shown_with_its_button(table: Table) -> None:
    table.page.show_question("Enter the passphrase")
    table.press("datasets-answer")
    assert table.heard == ["answer"]
    table.page.show_question("")
    assert not table.part("datasets-question").isVisible()


async def test_the_whole_of_a_cut_value_is_shown_under_the_table(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in(*pages([{"id": 1, "text": "much " * 99}]), None)
    await table.until(lambda: table.page.result().stand is Stand.WHOLE)
    view = table.page.table
    view.setCurrentIndex(view.model().index(0, 1))
    assert table.page.value.toPlainText() == "much " * 99
    assert table.part("datasets-value").isVisible()
    QTest.keyClick(view, _Key.Key_Left)
    assert not table.part("datasets-value").isVisible()


async def test_back_and_save_have_keys(table: Table) -> None:
    table.press("datasets-read")
    table.provider.let_in(*pages(products(1)), None)
    await table.until(lambda: table.page.result().stand is Stand.WHOLE)
    table.page.activateWindow()
    await table.until(table.page.isActiveWindow)
    QTest.keyClick(table.page.table, _Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table.page.table, _Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert table.heard == ["save", "back"]


async def test_a_connection_without_datasets_says_so(table: Table) -> None:
    table.page.offer([])
    assert table.part("datasets-empty").accessibleName().startswith("Acme Knitwear can read orders")
    assert not table.part("datasets-read").isVisible()
    assert not table.page.foot.isVisible()


async def test_everything_has_a_name_and_nothing_is_wider_than_a_small_window(table: Table) -> None:
    table.press("datasets-where-add")
    table.provider.let_in(*pages(products(5)), None)
    table.press("datasets-read")
    await table.until(lambda: table.page.result().stand is Stand.WHOLE)
    for widget in table.page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName(), widget.objectName()
            assert widget.accessibleIdentifier(), widget
    assert table.page.minimumSizeHint().width() <= 576

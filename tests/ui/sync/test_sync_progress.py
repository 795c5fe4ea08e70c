"""Live progress: the board, the strip in the sidebar, the page."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from orderdock.auth.steps import Answers, Field, FieldKind, Form
from orderdock.domain.connections import ConnectionId, Outcome, SyncOutcome
from orderdock.domain.events import SyncProgressed
from orderdock_ui.bridge.questions import Question
from orderdock_ui.sync import words
from orderdock_ui.sync.board import SyncBoard
from orderdock_ui.sync.page import SyncPage
from orderdock_ui.sync.strip import SyncStrip

pytestmark = pytest.mark.usefixtures("dressed")

ONE, TWO = ConnectionId("alpha-1"), ConnectionId("beta-1")
NOW = datetime(2026, 11, 21, 18, 21, tzinfo=UTC)
CODE = Form("Target asks for a code", (Field("mfa_code", "Code", FieldKind.CODE),), about="Target")


def progress(stage: str, done: int = 0, total: int | None = None, link: str = "") -> SyncProgressed:
    return SyncProgressed(ONE, stage, done, total, "", link, link)


@pytest.fixture
def board() -> SyncBoard:
    made = SyncBoard()
    made.begin([(ONE, "Household", "Alpha"), (TWO, "Market", "Beta")], NOW)
    return made


@pytest.fixture
def question() -> Iterator[Question]:
    loop = asyncio.new_event_loop()
    future: asyncio.Future[Answers] = loop.create_future()
    yield Question(ONE, CODE, None, future)
    future.cancel()
    loop.close()


def part(widget: QWidget, identifier: str) -> QWidget:
    found = widget.findChild(QWidget, identifier)
    assert found is not None, identifier
    return found


def test_counts_add_up_over_shops_once_each_says_its_total(board: SyncBoard) -> None:
    board.take(progress("reading", 200, 1430, "Target"))
    board.take(progress("reading", 100, None, "Walmart"))
    assert board.cards[ONE].counts() == (300, None)
    board.take(progress("reading", 100, 400, "Walmart"))
    assert board.cards[ONE].counts() == (300, 1830)


def test_a_question_that_names_a_shop_joins_the_row_of_that_shop(board: SyncBoard) -> None:
    board.take(SyncProgressed(ONE, "connecting", link="Target", link_id="3"))
    card = board.take(SyncProgressed(ONE, "waiting", message="Enter the code", link="Target"))
    assert card is not None
    assert [(row.id, row.stage) for row in card.rows.values()] == [("3", "waiting")]


def test_progress_of_a_sync_of_somebody_else_is_not_shown(board: SyncBoard) -> None:
    stranger = SyncProgressed(ConnectionId("gamma-9"), "reading", 1)
    assert board.take(stranger) is None


def test_a_cancelled_sync_leaves_no_shop_running(board: SyncBoard) -> None:
    board.take(progress("reading", 5, 10, "Target"))
    board.finish(SyncOutcome(ONE, "Household", Outcome.CANCELLED))
    assert board.cards[ONE].rows["Target"].stage == "failed"
    assert [card.id for card in board.running()] == [TWO]


def test_a_new_sync_clears_what_is_over_but_joins_what_runs(board: SyncBoard) -> None:
    board.finish(SyncOutcome(ONE, "Household", Outcome.OK))
    board.begin([(ConnectionId("gamma-1"), "Third", "Gamma")], NOW)
    assert list(board.cards) == [ONE, TWO, "gamma-1"]
    for key in (TWO, ConnectionId("gamma-1")):
        board.finish(SyncOutcome(key, "x", Outcome.OK))
    board.begin([(ONE, "Household", "Alpha")], NOW)
    assert list(board.cards) == [ONE]


def test_what_came_of_it_is_said_in_words() -> None:
    assert words.came_of_it(SyncOutcome(ONE, "x", Outcome.OK, unchanged=312)) == (
        "Nothing new · 312 checked"
    )
    assert words.came_of_it(SyncOutcome(ONE, "x", Outcome.OK, added=12, changed=3)) == (
        "12 new lines · 3 changed"
    )
    gap = SyncOutcome(ONE, "x", Outcome.OK, complete=False)
    assert words.outcome_word(gap) == "Read, with a gap"


def test_a_bar_is_shown_only_when_the_total_is_known(board: SyncBoard, qtbot: QtBot) -> None:
    strip = SyncStrip()
    qtbot.addWidget(strip)
    strip.show_board(board, frozenset())
    board.take(progress("reading", 200))
    strip.show_board(board, frozenset())
    line = part(strip, f"sync-progress-{ONE}")
    bar = line.findChild(QProgressBar)
    assert bar is not None
    assert bar.isHidden()
    assert line.accessibleName() == "Household, Reading orders, 200"
    board.take(progress("reading", 200, 1430))
    strip.show_board(board, frozenset())
    assert not bar.isHidden()
    assert line.accessibleName() == "Household, Reading orders, 200 of 1,430"


def test_the_strip_cancels_while_it_runs_and_says_what_came_of_it(
    board: SyncBoard, qtbot: QtBot
) -> None:
    strip = SyncStrip()
    qtbot.addWidget(strip)
    assert strip.isHidden()
    strip.show_board(board, frozenset())
    assert not strip.isHidden()
    with qtbot.waitSignal(strip.cancel_asked):
        part(strip, "action-cancel-sync").click()  # type: ignore[attr-defined]
    for key in (ONE, TWO):
        board.finish(SyncOutcome(key, "x", Outcome.OK, added=7))
    strip.show_board(board, frozenset())
    assert part(strip, f"sync-progress-{ONE}").accessibleName() == "Household, 7 new lines"
    assert strip.cancel.isHidden()
    part(strip, "sync-panel-close").click()  # type: ignore[attr-defined]
    strip.show_board(board, frozenset())
    assert strip.isHidden()


def page_with(board: SyncBoard, questions: list[Question], qtbot: QtBot) -> SyncPage:
    page = SyncPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show_board(board, questions)
    page.show()
    return page


def test_a_waiting_question_puts_its_button_at_the_shop(
    board: SyncBoard, question: Question, qtbot: QtBot
) -> None:
    board.take(progress("waiting", link="Target"))
    page = page_with(board, [question], qtbot)
    button = part(page, "sync-answer-Target")
    assert button.accessibleName() == "Enter code for Target"
    with qtbot.waitSignal(page.answer_asked) as asked:
        button.click()  # type: ignore[attr-defined]
    assert asked.args == [question]
    page.show_board(board, [])
    assert not button.isVisible()


def test_a_question_of_a_shop_without_progress_gets_a_row(
    board: SyncBoard, question: Question, qtbot: QtBot
) -> None:
    page = page_with(board, [question], qtbot)
    assert part(page, "sync-answer-Target").isVisible()


def test_a_failed_connection_says_why_and_offers_another_try(
    board: SyncBoard, qtbot: QtBot
) -> None:
    board.finish(SyncOutcome(ONE, "Household", Outcome.FAILED, error="Alpha did not answer."))
    page = page_with(board, [], qtbot)
    card = page._cards[ONE]
    assert card._why.text() == "Alpha did not answer."
    with qtbot.waitSignal(page.again_asked) as again:
        part(card, f"sync-act-{ONE}").click()  # type: ignore[attr-defined]
    assert again.args == [ONE]


def test_one_that_needs_the_person_offers_a_sign_in(board: SyncBoard, qtbot: QtBot) -> None:
    board.finish(SyncOutcome(ONE, "Household", Outcome.NEEDS_YOU, error="Sign in again."))
    page = page_with(board, [], qtbot)
    with qtbot.waitSignal(page.repair_asked):
        part(page, f"sync-act-{ONE}").click()  # type: ignore[attr-defined]


def test_before_the_first_sync_the_page_says_what_a_sync_does(qtbot: QtBot) -> None:
    page = page_with(SyncBoard(), [], qtbot)
    assert part(page, "sync-empty").isVisible()
    with qtbot.waitSignal(page.sync_asked):
        page._empty.button.click()

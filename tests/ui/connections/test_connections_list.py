"""The list in the sidebar: states in words, freshness, renaming."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import (
    ConnectionId,
    ConnectionState,
    ConnectionView,
    Evidence,
    ProviderId,
    judge,
)
from orderdock_ui import text
from orderdock_ui.connections.list_view import ConnectionsList
from orderdock_ui.connections.model import ConnectionsModel

pytestmark = pytest.mark.usefixtures("dressed")

NOW = datetime(2026, 11, 21, 18, 20, tzinfo=UTC)
EVIDENCE = {
    ConnectionState.OK: Evidence(last_verified=NOW),
    ConnectionState.SYNCING: Evidence(syncing=True),
    ConnectionState.WAITING_FOR_YOU: Evidence(waiting="Target asks for a code"),
    ConnectionState.SIGN_IN_NEEDED: Evidence(
        error_code="sign_in_needed", error_says="Refused.", needs_person=True
    ),
    ConnectionState.FAILING: Evidence(error_code="unreachable", error_says="No answer."),
    ConnectionState.STALE: Evidence(last_verified=NOW - timedelta(days=30)),
    ConnectionState.PAUSED: Evidence(paused=True),
    ConnectionState.NEVER_SYNCED: Evidence(),
}


def view(number: int, evidence: Evidence, name: str = "") -> ConnectionView:
    up_to = evidence.last_verified
    return ConnectionView(
        ConnectionId(f"alpha-{number}"), ProviderId("alpha"), name or f"Shop {number}",
        judge(evidence, NOW), "", up_to, up_to, 0, 0,
    )  # fmt: skip


@pytest.fixture
def model() -> ConnectionsModel:
    made = ConnectionsModel()
    made.show([view(i, e) for i, e in enumerate(EVIDENCE.values())], {"alpha": "Alpha"})
    return made


@pytest.fixture
def listed(qtbot: QtBot, model: ConnectionsModel) -> ConnectionsList:
    made = ConnectionsList(model)
    qtbot.addWidget(made)
    made.resize(240, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_every_state_has_its_own_icon_and_word(model: ConnectionsModel) -> None:
    assert set(text.STATES) == set(ConnectionState)
    assert len({look.icon for look in text.STATES.values()}) == len(ConnectionState)
    for row, state in enumerate(EVIDENCE):
        assert model.lines(row)[1] == f"{text.STATES[state].word} · Alpha"


def test_the_third_line_says_how_fresh_the_data_is(model: ConnectionsModel) -> None:
    assert model.lines(0)[2] == "Data up to 21 Nov 2026, 18:20"
    assert model.lines(7)[2] == "No data yet"
    model.timezone = "Europe/Warsaw"
    assert model.lines(0)[2] == "Data up to 21 Nov 2026, 19:20"


def test_a_screen_reader_hears_all_three_lines(model: ConnectionsModel) -> None:
    index = model.index(2)
    heard = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Shop 2, Waiting for you · Alpha, No data yet"
    assert "Target asks for a code" in str(model.data(index, Qt.ItemDataRole.ToolTipRole))


def test_the_shop_that_waits_is_named_instead_of_the_provider(model: ConnectionsModel) -> None:
    model.say_about("alpha-2", "Target")
    assert model.lines(2)[1] == "Waiting for you · Target"


def test_a_change_of_state_keeps_the_selection(
    listed: ConnectionsList, model: ConnectionsModel
) -> None:
    listed.select("alpha-3")
    model.show([view(i, Evidence()) for i in range(8)], {"alpha": "Alpha"})
    current = listed.current()
    assert current is not None
    assert current.id == "alpha-3"


def test_the_only_connection_counts_as_selected(
    listed: ConnectionsList, model: ConnectionsModel
) -> None:
    assert listed.current() is None
    model.show([view(5, Evidence())], {})
    current = listed.current()
    assert current is not None
    assert current.id == "alpha-5"


def test_enter_opens_the_selected_connection(listed: ConnectionsList, qtbot: QtBot) -> None:
    listed.setFocus()
    listed.select("alpha-1")
    QTest.keyClick(listed, Qt.Key.Key_Down)
    with qtbot.waitSignal(listed.opened) as opened:
        QTest.keyClick(listed, Qt.Key.Key_Return)
    assert opened.args == ["alpha-2"]


def test_f2_renames_in_place(
    listed: ConnectionsList, model: ConnectionsModel, qtbot: QtBot
) -> None:
    listed.setFocus()
    listed.select("alpha-1")
    QTest.keyClick(listed, Qt.Key.Key_F2)
    editor = listed.findChild(QLineEdit, "connection-name")
    assert editor is not None
    assert editor.text() == "Shop 1"
    editor.setText("  Wool & more ")
    with qtbot.waitSignal(model.rename_asked) as asked:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert asked.args == ["alpha-1", "Wool & more"]


def test_the_same_or_no_name_asks_for_nothing(model: ConnectionsModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.rename_asked):
        assert not model.setData(model.index(1), "Shop 1")
        assert not model.setData(model.index(1), "  ")

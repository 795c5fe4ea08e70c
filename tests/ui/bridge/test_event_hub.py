"""Events as signals: stages at once, counts at most ten times a second."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import ConnectionId, Outcome, SyncOutcome
from orderdock.domain.events import (
    ConnectionChanged,
    Noticed,
    OrdersChanged,
    SyncFinished,
    SyncProgressed,
)
from orderdock_ui.bridge import events
from orderdock_ui.bridge.events import EventHub

ONE = ConnectionId("stackline-1")


@pytest.fixture
def hub(qapp: QApplication) -> EventHub:
    return EventHub()


def progressed(hub: EventHub) -> list[SyncProgressed]:
    heard: list[SyncProgressed] = []
    hub.progressed.connect(heard.append)
    return heard


def test_a_thousand_counts_become_one_signal(hub: EventHub) -> None:
    heard = progressed(hub)
    for done in range(1000):
        hub.follow(SyncProgressed(ONE, "reading", done, 1000))
    assert [event.done for event in heard] == [0]
    hub.flush()
    assert [event.done for event in heard] == [0, 999]


def test_a_new_stage_is_told_at_once_and_counts_of_the_old_one_are_dropped(hub: EventHub) -> None:
    heard = progressed(hub)
    hub.follow(SyncProgressed(ONE, "reading", 1))
    hub.follow(SyncProgressed(ONE, "reading", 2))
    hub.follow(SyncProgressed(ONE, "done", 3))
    hub.flush()
    assert [event.stage for event in heard] == ["reading", "done"]


def test_links_do_not_hide_each_other(hub: EventHub) -> None:
    heard = progressed(hub)
    hub.follow(SyncProgressed(ONE, "reading", link="Target", link_id="3"))
    hub.follow(SyncProgressed(ONE, "reading", link="Walmart", link_id="2"))
    assert [event.link for event in heard] == ["Target", "Walmart"]


def test_the_end_comes_after_everything_held_back(hub: EventHub) -> None:
    order: list[str] = []
    hub.progressed.connect(lambda event: order.append(event.stage))
    hub.orders_changed.connect(lambda: order.append("rows"))
    hub.finished.connect(lambda outcome: order.append(outcome.outcome))
    hub.follow(SyncProgressed(ONE, "reading", 1))
    hub.follow(SyncProgressed(ONE, "reading", 2))
    hub.follow(OrdersChanged(ONE, 5, 0))
    hub.follow(SyncFinished(SyncOutcome(ONE, "Mine", Outcome.OK)))
    assert order == ["reading", "reading", "rows", "ok"]


def test_rows_that_go_on_coming_are_told_of_soon_and_then_seldom(
    hub: EventHub, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_ROWS_MS", 10_000_000)
    told: list[None] = []
    hub.orders_changed.connect(lambda: told.append(None))
    hub.follow(OrdersChanged(ONE, 5, 0))
    qtbot.waitUntil(lambda: len(told) == 1)
    for done in range(3):
        hub.follow(OrdersChanged(ONE, 5, 0))
        with qtbot.waitSignal(hub.progressed):
            hub.follow(SyncProgressed(ONE, "reading", done))
    assert len(told) == 1
    hub.follow(SyncFinished(SyncOutcome(ONE, "Mine", Outcome.OK)))
    assert len(told) == 2


def test_other_events_pass_through(hub: EventHub) -> None:
    said: list[tuple[str, str]] = []
    changed: list[str] = []
    hub.noticed.connect(lambda words, who: said.append((words, who)))
    hub.connection_changed.connect(changed.append)
    hub.follow(Noticed("Three records were set aside.", ONE))
    hub.follow(ConnectionChanged(ONE))
    assert said == [("Three records were set aside.", "stackline-1")]
    assert changed == ["stackline-1"]

"""Work beside the window: answers come on the Qt thread, stale ones are dropped."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock_ui.orders import background as module
from orderdock_ui.orders.background import Background, Stop


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_the_answer_comes_on_the_thread_of_the_window(background: Background, qtbot: QtBot) -> None:
    seen: list[tuple[str, threading.Thread]] = []
    background.ask(
        "sum",
        lambda _stop: threading.current_thread().name,
        lambda name: seen.append((name, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("orderdock-window", threading.main_thread())]
    assert not background.busy("sum")


def test_a_newer_question_of_a_kind_silences_the_older(
    background: Background, qtbot: QtBot
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    told: list[object] = []
    stopped: list[bool] = []

    def slow(stop: object) -> str:
        begun.set()
        go_on.wait(60)
        assert callable(stop)
        stopped.append(stop())
        return "old"

    background.ask("ids", slow, told.append)
    assert begun.wait(60)
    background.ask("ids", lambda _stop: "new", told.append)
    go_on.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["new"]
    assert stopped == [True]


def test_work_rests_now_and_then_while_the_window_is_moved_and_only_then(
    background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, rests = [100.0], list[float]()
    monkeypatch.setattr(module, "_WAY", module._Way())

    def rest(seconds: float) -> None:
        rests.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(module, "monotonic", lambda: clock[0])
    monkeypatch.setattr(module, "sleep", rest)

    def rests_of(pieces: int) -> int:
        """How often work rests that looks whether it may go on after each millisecond."""
        seen: list[None] = []
        before = len(rests)

        def work(stop: Stop) -> None:
            for _ in range(pieces):
                clock[0] += 0.001
                assert not stop()

        background.ask("ids", work, seen.append)
        qtbot.waitUntil(lambda: bool(seen))
        return len(rests) - before

    assert rests_of(40) == 0
    module.give_way()
    assert 5 < rests_of(20) <= 10
    clock[0] += 1
    assert rests_of(40) == 0


def test_all_questions_are_answered_by_the_same_thread(
    background: Background, qtbot: QtBot
) -> None:
    threads: list[object] = []
    for kind in ("one", "two", "three"):
        background.ask(kind, lambda _stop: threading.get_ident(), threads.append)
    qtbot.waitUntil(lambda: len(threads) == 3)
    assert len(set(threads)) == 1


def test_an_error_goes_to_who_asked(background: Background, qtbot: QtBot) -> None:
    errors: list[Exception] = []

    def fail(_stop: object) -> None:
        raise ValueError("no such column")

    background.ask("ids", fail, lambda _answer: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "no such column"


def test_closing_waits_for_the_work_under_way_and_drops_its_answer(
    background: Background, qapp: QApplication
) -> None:
    told: list[object] = []
    begun, ended = threading.Event(), threading.Event()

    def work(stop: object) -> None:
        begun.set()
        assert callable(stop)
        while not stop():
            pass
        ended.set()

    background.ask("ids", work, told.append)
    assert begun.wait(60)
    background.close()
    assert ended.is_set()
    qapp.processEvents()
    assert told == []

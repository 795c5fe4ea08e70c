"""An export under way: told in rows, read back, cancelled at any moment, and when it fails."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdock.domain.errors import PersonCancelled, TargetUnwritable
from orderdock.query.filters import OrderFilter
from orderdock.services.export import ExportRequest, ExportResult, ExportService
from orderdock_ui.export.dialog import ExportDialog
from orderdock_ui.export.on_screen import OnScreen


def export_to(dialog: ExportDialog, place: Path) -> None:
    dialog.form.place.field.setText(str(place))
    dialog.foot.start.click()


class PretendExport(ExportService):
    """Writes nothing; does what the test says after it has begun."""

    def __init__(self, real: ExportService, act: Callable[["PretendExport"], None]) -> None:
        super().__init__(real._database)
        self.act = act
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.asked_to_stop: Callable[[], bool] = lambda: False
        self.checked: Callable[[int, int], None] = lambda _done, _total: None

    def run(
        self,
        request: ExportRequest,
        target: Path,
        *,
        progress: Callable[[int, int], None] | None = None,
        checking: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
        manifest: bool = True,
    ) -> ExportResult:
        assert progress is not None
        assert stop is not None
        assert checking is not None
        self.asked_to_stop, self.checked = stop, checking
        progress(10, 24)
        self.begun.set()
        self.act(self)
        progress(24, 24)
        return ExportResult(target, 24, 1000)


def until_stopped(service: PretendExport) -> None:
    while not service.asked_to_stop():
        service.go_on.wait(0.01)
    raise PersonCancelled


def until_stopped_reading_back(service: PretendExport) -> None:
    service.checked(6, 24)
    until_stopped(service)


def until_told(service: PretendExport) -> None:
    assert service.go_on.wait(60)


def with_service(dialog: ExportDialog, act: Callable[[PretendExport], None]) -> PretendExport:
    dialog._looking.service = PretendExport(dialog._looking.service, act)
    return dialog._looking.service


def test_progress_is_told_in_rows_and_cancel_stops_at_once(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with_service(dialog, until_stopped)
    export_to(dialog, tmp_path / "orders.csv")
    qtbot.waitUntil(lambda: dialog.foot.going.text() == "10 of 24 rows written")
    assert not dialog.form.isEnabled()
    assert (dialog.foot.bar.value(), dialog.foot.bar.maximum()) == (10, 24)
    dialog.foot.cancel.click()
    qtbot.waitUntil(lambda: dialog.foot.said.text() == "Cancelled. Nothing was written.")
    assert dialog.isVisible()
    assert dialog.form.isEnabled()
    assert dialog.foot.start.isVisible()


def test_reading_the_file_back_is_a_stage_of_its_own_and_can_be_cancelled(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with_service(dialog, until_stopped_reading_back)
    export_to(dialog, tmp_path / "orders.csv")
    qtbot.waitUntil(lambda: dialog.foot.going.text() == "6 of 24 rows read back from the file")
    assert (dialog.foot.bar.value(), dialog.foot.bar.maximum()) == (6, 24)
    dialog.foot.cancel.click()
    qtbot.waitUntil(lambda: dialog.foot.said.text() == "Cancelled. Nothing was written.")


def test_escape_cancels_what_is_written_and_then_closes(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with_service(dialog, until_stopped)
    export_to(dialog, tmp_path / "orders.csv")
    qtbot.waitUntil(lambda: dialog.foot.bar.value() == 10)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog.foot.said.text() == "Cancelled. Nothing was written.")
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_closing_the_window_ends_its_work(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    service = with_service(dialog, until_stopped)
    export_to(dialog, tmp_path / "orders.csv")
    assert service.begun.wait(60)
    dialog.close()
    assert service.asked_to_stop()
    assert dialog._job is None


def test_asking_again_while_writing_only_brings_the_window_forward(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    service = with_service(dialog, until_told)
    export_to(dialog, tmp_path / "orders.csv")
    assert service.begun.wait(60)
    dialog.begin(OnScreen(OrderFilter(), order_ids=(1,)))
    assert dialog.form.request().filter == OrderFilter(retailers=("Target",))
    with qtbot.waitSignal(dialog.saved):
        service.go_on.set()


def fail_with(error: Exception) -> Callable[[PretendExport], None]:
    def act(_service: PretendExport) -> None:
        raise error

    return act


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            TargetUnwritable("There is not enough space on the disk for x.csv.", "Free some."),
            "There is not enough space on the disk for x.csv. Free some.",
        ),
        (ZeroDivisionError("x"), "Something went wrong inside Orderdock."),
    ],
)
def test_trouble_while_writing_is_one_sentence_at_the_place(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, error: Exception, says: str
) -> None:
    with_service(dialog, fail_with(error))
    export_to(dialog, tmp_path / "orders.csv")
    qtbot.waitUntil(lambda: dialog.form.place.refusal().startswith(says))
    assert dialog.foot.said.text() == "Nothing was written."
    assert dialog.foot.start.isVisible()

"""One export under way: beside the window, with real numbers, to be cancelled at any moment."""

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QThread, Signal

from orderdock.domain.errors import PersonCancelled
from orderdock.services.export import ExportRequest, ExportResult, ExportService
from orderdock_ui import text

_BETWEEN_S = 0.1
_WRITING, _CHECKING = "writing", "checking"


class ExportJob(QObject):
    """Runs `ExportService.run` in a thread of its own and tells how it goes."""

    progressed = Signal(int, int)
    """Rows written, rows in all; at most ten times a second."""
    checked = Signal(int, int)
    """Rows of the written file read back, rows in all; as often."""
    finished = Signal(ExportResult)
    refused = Signal(str)
    """It did not work: one sentence and what to do."""
    cancelled = Signal()

    def __init__(
        self,
        service: ExportService,
        request: ExportRequest,
        target: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._request = request
        self._target = target
        self._stop = False
        self._told = dict.fromkeys((_WRITING, _CHECKING), 0.0)
        self._thread = _Thread(self)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop within a moment; the old file is untouched and nothing is left behind."""
        self._stop = True

    def wait(self) -> None:
        """Until the thread has ended."""
        self._thread.wait()

    def work(self) -> None:
        """What the thread does."""
        try:
            result = self._service.run(
                self._request,
                self._target,
                progress=lambda done, total: self._tell(_WRITING, done, total),
                checking=lambda done, total: self._tell(_CHECKING, done, total),
                stop=lambda: self._stop,
            )
        except PersonCancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - a thread that dies unheard would hang the window
            self.refused.emit(" ".join(text.trouble(error)).strip())
        else:
            self.finished.emit(result)

    def _tell(self, stage: str, done: int, total: int) -> None:
        now = monotonic()
        if now - self._told[stage] >= _BETWEEN_S or done == total:
            self._told[stage] = now
            (self.progressed if stage == _WRITING else self.checked).emit(done, total)


class _Thread(QThread):
    def __init__(self, job: ExportJob) -> None:
        super().__init__(job)
        self._job = job

    def run(self) -> None:
        self._job.work()

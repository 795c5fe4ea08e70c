"""One export under way: beside the window, with real numbers, to be cancelled at any moment."""

from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from orderdock.domain.errors import OrderdockError, PersonCancelled
from orderdock.services.export import ExportRequest, ExportResult, ExportService


class ExportJob(QObject):
    """Runs `ExportService.run` in a thread of its own and tells how it goes."""

    progressed = Signal(int, int)
    """Rows written, rows in all."""
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
        self._thread = _Thread(self)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop within a moment; the old file is untouched and nothing is left behind."""
        self._stop = True

    def wait(self) -> None:
        """Until the thread has ended (the window closes)."""
        self._thread.wait()

    def work(self) -> None:
        """What the thread does."""
        try:
            result = self._service.run(
                self._request,
                self._target,
                progress=self.progressed.emit,
                stop=lambda: self._stop,
            )
        except PersonCancelled:
            self.cancelled.emit()
        except OrderdockError as error:
            self.refused.emit(str(error))
        else:
            self.finished.emit(result)


class _Thread(QThread):
    def __init__(self, job: ExportJob) -> None:
        super().__init__(job)
        self._job = job

    def run(self) -> None:
        self._job.work()

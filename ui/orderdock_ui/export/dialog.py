"""The export window: stands beside the work, shows the file before it is written."""

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QWidget

from orderdock.query.filters import OrderFilter
from orderdock.services.export import (
    ExportRequest,
    ExportResult,
    ExportService,
    Finding,
    Logged,
    Preview,
)
from orderdock.services.library import Library
from orderdock_ui import text
from orderdock_ui.export import findings, places
from orderdock_ui.export.before_saving import BeforeSaving
from orderdock_ui.export.beside import BesideWindow
from orderdock_ui.export.foot import Foot
from orderdock_ui.export.job import ExportJob
from orderdock_ui.export.looking import Findings, Looking, Scopes, Seen
from orderdock_ui.export.on_screen import OnScreen
from orderdock_ui.export.preview_place import PreviewPlace
from orderdock_ui.export.request_form import WIDTH, RequestForm
from orderdock_ui.orders.words import Wording
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named


class ExportDialog(BesideWindow):
    """Non-modal; Esc goes back one step: from a finding to the file, from writing to not, away."""

    saved = Signal(ExportResult)
    mend_asked = Signal(str)
    """Connection id: do the one thing that its state asks for."""
    orders_asked = Signal(OrderFilter)
    """These orders are wanted in the table of orders."""

    def __init__(
        self,
        library: Library,
        service: ExportService,
        wording: Wording,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(library, parent)
        named(self, "export-dialog", "Export orders")
        self.setWindowTitle("Export orders")
        self._library = library
        self._wording = wording
        self._looking = Looking(library, service, self)
        self._job: ExportJob | None = None
        self._written: ExportResult | None = None
        self._seen: Seen | None = None
        self._looked_at: object = None
        self._to_start = False
        """The focus goes to the button that writes, once it is offered."""
        self._build(service)
        self._look_later = QTimer(self, singleShot=True, interval=60)
        self._look_later.timeout.connect(self._look)
        self.form.changed.connect(self._changed)
        self._looking.picked.connect(self._offer)
        self._looking.counted.connect(self._say_counts)
        self._looking.seen.connect(self._show)
        self._looking.found.connect(self._show_findings)
        self._looking.some_seen.connect(self._show_some)
        self._looking.failed.connect(self._failed)

    # --- building

    def _build(self, service: ExportService) -> None:
        whole = column(self, margins=(1, 1, 1, 1))
        title = row(margins=(20, 14, 20, 0))
        title.addWidget(Label("Export orders", "dialog", 700))
        whole.addLayout(title)
        self.form = RequestForm(service, self._library, self._wording)
        right = column(gap=12)
        self.before = BeforeSaving(findings.Ignored(self._library), self._wording)
        self.before.mend_asked.connect(self.mend_asked)
        self.before.show_asked.connect(self._show_finding)
        self.before.orders_asked.connect(self._lead_to_orders)
        right.addWidget(self.before)
        self.place = PreviewPlace(self._wording)
        self.place.back_asked.connect(self._back_to_file)
        self.preview = self.place.table
        right.addWidget(self.place, 1)
        whole.addWidget(self.beside(self.form, WIDTH, right), 1)
        self.foot = Foot(self._wording)
        self.foot.start.clicked.connect(self._start)
        self.foot.cancel.clicked.connect(self._cancel)
        self.foot.folder.clicked.connect(self._open_folder)
        whole.addWidget(self.foot)

    # --- looking

    def begin(self, on_screen: OnScreen) -> None:
        """Open for what is on screen; one that is writing is only brought to the front."""
        if self._job is None:
            self._to_start = False
            self.foot.wait("Looking")
            if on_screen.selection is None:
                self._offer(on_screen)
            else:
                self._looking.pick(on_screen)
        self._come_forward()
        self.form.place.field.setFocus()

    def _offer(self, on_screen: OnScreen) -> None:
        today = self._library.clock.now().astimezone(text.zone(self._wording.zone_name)).date()
        self.form.begin(on_screen, today)
        self._looking.count(on_screen.filter)
        self._begin_anew()

    def repeat(self, logged: Logged) -> None:
        """Open filled in as for a file that was saved before; one press writes it again."""
        if self._job is None and logged.request is not None:
            self.foot.wait("Looking")
            self.form.repeat(logged, logged.request)
            self._looking.count(logged.request.filter)
            self._begin_anew()
            self._to_start = True
        self._come_forward()

    def _begin_anew(self) -> None:
        self._written = None
        self._look()

    def _come_forward(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()

    def _changed(self) -> None:
        self._written = None
        self.form.place.look_again()
        self._look_later.start()

    def _look(self) -> None:
        self._look_later.stop()
        self._looked_at = self._state()
        self.before.begin()
        self._looking.look(self.form.request())

    def _state(self) -> object:
        """Other than before when rows came, or a connection is in another state."""
        views = self._library.connections(kept=True)
        return self._library.version(), [(v.id, v.verdict.state, v.data_up_to) for v in views]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._come_back()

    def _come_back(self) -> None:
        """Look again where a connection was mended meanwhile, or a sync brought more."""
        idle = self._job is None and self._written is None and self._seen is not None
        if idle and self._state() != self._looked_at:
            self._look()

    def is_settled(self) -> bool:
        """Whether it shows what the form asks for."""
        return not (self._look_later.isActive() or self._looking.busy())

    def _say_counts(self, scopes: Scopes) -> None:
        say, scope = self._wording.counted, self.form.scope
        scope.say_counts(
            say(scopes.filtered.orders, "order"), say(scopes.everything.orders, "order")
        )
        scope.say_conditions(scopes.conditions)

    def _show(self, seen: Seen) -> None:
        self._seen = seen
        self.place.show_file(seen.preview)
        self.form.file.say_sample(seen.sample)
        if self._job is None and self._written is None:
            self.foot.offer(seen.preview.total_rows, _estimate(seen.preview, seen.request))
            if self._to_start:
                self.foot.start.setFocus()
        self._to_start = False

    def _show_findings(self, looked: Findings) -> None:
        self.form.scope.say_last(looked.last)
        if self._written is None:
            kind = findings.kind_of(looked.request)
            self.before.show_findings(kind, looked.found, looked.connections)

    def _show_finding(self, finding: Finding) -> None:
        if self._seen is not None:
            self._looking.show_some(self._seen.request, finding)

    def _show_some(self, finding: Finding, preview: Preview) -> None:
        self.place.show_some(findings.title_of(finding), preview)
        self.bring_into_sight(self.place)

    def _lead_to_orders(self, finding: Finding) -> None:
        """This window would stand before them: it goes."""
        if self._seen is not None:
            self.close()
            self.orders_asked.emit(findings.orders_of(finding, self._seen.request))

    def _back_to_file(self) -> None:
        if self._seen is not None:
            self.place.show_file(self._seen.preview)

    def _failed(self, error: Exception) -> None:
        self.foot.say(" ".join(text.trouble(error)).strip(), "bad", "circle-alert")

    # --- writing

    def _start(self) -> None:
        target = self.form.place.target(self.form.file.extension())
        if target is None:
            self.bring_into_sight(self.form.place)
        if target is None or self._job is not None:
            return
        self.form.place.refuse("")
        self._job = ExportJob(self._looking.service, self.form.request(), target, self)
        self._job.progressed.connect(self.foot.show_progress)
        self._job.checked.connect(self.foot.show_checking)
        self._job.finished.connect(self._finished)
        self._job.refused.connect(self._refused)
        self._job.cancelled.connect(self._cancelled)
        self.form.setEnabled(False)
        self.before.setEnabled(False)
        self.foot.begin(self._rows())
        self.foot.cancel.setFocus()
        self._job.start()

    def _rows(self) -> int:
        return self._seen.preview.total_rows if self._seen is not None else 0

    def _ended(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.wait()
            job.deleteLater()
        self.form.setEnabled(True)
        self.before.setEnabled(True)

    def _finished(self, result: ExportResult) -> None:
        self._ended()
        self.form.place.note_saved(result.path, manifest=result.manifest is not None)
        places.remember_folder(self._library, result.path)
        self._written = result
        self._back_to_file()
        self.before.tell_end(result)
        rows = self._wording.counted(result.rows, "row")
        words = f"Saved {rows}, {places.file_size(result.bytes)}, to {result.path.name}."
        self.foot.end(words)
        announce(self, words)
        self.saved.emit(result)

    def _refused(self, sentence: str) -> None:
        self._ended()
        self.foot.offer(self._rows(), "Nothing was written.")
        self.form.place.refuse(sentence)
        self.bring_into_sight(self.form.place)

    def _cancelled(self) -> None:
        self._ended()
        self.foot.offer(self._rows(), "Cancelled. Nothing was written.")
        announce(self, "Cancelled. Nothing was written.")

    def _cancel(self) -> None:
        if self._job is not None:
            self.foot.cancelling()
            self._job.cancel()
        else:
            self.close()

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.path.parent)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._job is None and self.place.is_away():
            self._back_to_file()
        else:
            self._cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        self._looking.drop()
        super().closeEvent(event)

    def end_work(self) -> None:
        """Cancel what is being written and let go of the worker threads."""
        self._stop()
        self._looking.close()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._ended()


def _estimate(preview: Preview, request: ExportRequest) -> str:
    """The size of the file, from its first rows."""
    if not preview.rows:
        return "The file will hold its header alone." if request.format == "csv" else "No rows."
    names = sum(len(head) + 6 for head in preview.header) if request.format == "jsonl" else 0
    written = sum(len("".join(row).encode()) + len(row) + 2 + names for row in preview.rows)
    return f"About {places.file_size(round(written / len(preview.rows) * preview.total_rows))}"

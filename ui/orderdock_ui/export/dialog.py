"""The export window: stands beside the work, shows the file before it is written."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QWidget

from orderdock.query.filters import Count, OrderFilter
from orderdock.services.export import ExportRequest, ExportResult, ExportService, Preview
from orderdock.services.library import Library
from orderdock_ui.export import places
from orderdock_ui.export.job import ExportJob
from orderdock_ui.export.preview_table import PreviewTable
from orderdock_ui.export.request_form import RequestForm
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import clear, column, row, surface
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.notices import Note


@dataclass(frozen=True, slots=True)
class _Look:
    """What the file would be."""

    preview: Preview
    findings: tuple[str, ...]


class ExportDialog(QDialog):
    """Non-modal; Esc closes it, and cancels what it writes."""

    saved = Signal(ExportResult)

    def __init__(
        self,
        library: Library,
        service: ExportService,
        wording: Wording,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, "export-dialog", "Export orders")
        self.setWindowTitle("Export orders")
        self.setModal(False)
        self._library = library
        self._service = service
        self._wording = wording
        self._background = Background(self)
        self._job: ExportJob | None = None
        self._written: ExportResult | None = None
        self._rows = 0
        self.resize(theme.length(1010), theme.length(672))
        self._build()
        self._look_later = QTimer(self, singleShot=True, interval=60)
        self._look_later.timeout.connect(self._look)
        self.form.changed.connect(self._look_later.start)

    # --- building

    def _build(self) -> None:
        whole = column(self)
        body = row(gap=24, margins=(24, 20, 24, 16))
        self.form = RequestForm(self._service, self._library)
        body.addWidget(self.form)
        right = column(gap=8)
        head = row(gap=8)
        self._before = Label("Before you save", weight=600)
        head.addWidget(self._before)
        head.addStretch(1)
        right.addLayout(head)
        self._findings = column(gap=6)
        right.addLayout(self._findings)
        second = row(gap=8)
        self._first_rows = Label("", weight=600, figures=True)
        second.addWidget(self._first_rows, 1)
        second.addWidget(Label("as they will be written", "caption", ink="muted"))
        right.addLayout(second)
        self.preview = PreviewTable()
        right.addWidget(self.preview, 1)
        body.addLayout(right, 1)
        whole.addLayout(body, 1)
        whole.addWidget(self._footer())

    def _footer(self) -> QWidget:
        frame = surface("foot")
        line = row(frame, gap=8, margins=(24, 10, 24, 10))
        self._state = QStackedWidget()
        self._size = Label("", ink="text2", figures=True)
        self._state.addWidget(self._size)
        going = QWidget()
        bar = column(going, gap=4)
        self._going = Label("", figures=True)
        self._bar = named(QProgressBar(), "export-progress", "Rows written")
        self._bar.setTextVisible(False)
        bar.addWidget(self._going)
        bar.addWidget(self._bar)
        self._state.addWidget(going)
        line.addWidget(self._state, 1)
        self.folder = Button("Open folder", icon="folder-open", identifier="export-open-folder")
        self.folder.clicked.connect(self._open_folder)
        self.folder.hide()
        self.cancel = Button("Cancel", identifier="export-cancel")
        self.cancel.clicked.connect(self._cancel)
        self.start = Button("Export", "primary", icon="file-down", identifier="export-start")
        self.start.clicked.connect(self._start)
        for button in (self.folder, self.cancel, self.start):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return frame

    # --- looking

    def begin(self, f: OrderFilter, selected: tuple[int, ...]) -> None:
        """Open for this filter and selection."""
        library, say = self._library, self._wording.count

        def count(_stop: object) -> tuple[Count, Count]:
            return library.count(f), library.count(OrderFilter())

        def take(counts: tuple[Count, Count]) -> None:
            filtered, everything = (f"{say(c.orders)} orders" for c in counts)
            chosen = f"{say(len(selected))} {'order' if len(selected) == 1 else 'orders'}"
            self.form.begin(f, selected, (filtered, chosen, everything))
            self._look()

        self._written = None
        self.folder.hide()
        self.cancel.put("Cancel")
        self._state.setCurrentIndex(0)
        self._background.ask("count", count, take, self._failed)
        self.show()
        self.raise_()
        self.activateWindow()

    def _look(self) -> None:
        request = self.form.request()

        def read(_stop: object) -> _Look:
            return _Look(self._service.preview(request), self._found(request))

        self._background.ask("look", read, self._show, self._failed)

    def _found(self, request: ExportRequest) -> tuple[str, ...]:
        """What a person should know before trusting the file."""
        say = self._wording.count
        found = []
        for view in self._library.connections():
            up_to = view.data_up_to
            if view.lines and view.verdict.state not in ("ok", "syncing"):
                day = f"{up_to:%-d %B %Y}" if up_to else "an unknown day"
                found.append(f"{view.name} is complete up to {day} only. {view.verdict.why}")
        if request.order_ids is None:
            blank = sum(t.blank_totals for t in self._library.totals(request.filter))
            if blank:
                word = "order has" if blank == 1 else "orders have"
                found.append(f"{say(blank)} {word} no total. Their cells stay blank.")
        return tuple(found)

    def _show(self, look: _Look) -> None:
        preview, say = look.preview, self._wording.count
        self._rows = preview.total_rows
        self.preview.show_preview(preview)
        shown = len(preview.rows)
        self._first_rows.setText(
            f"First {say(shown)} of {say(preview.total_rows)} rows" if shown else "No rows"
        )
        clear(self._findings)
        for sentence in look.findings:
            self._findings.addWidget(Note("warn", "triangle-alert", sentence))
        many = len(look.findings)
        words = "1 finding" if many == 1 else f"{many} findings"
        self._before.setText(f"Before you save: {words}" if many else "Ready to save")
        rows = "1 row" if self._rows == 1 else f"{say(self._rows)} rows"
        self.start.put(f"Export {rows}")
        if shown:
            per_row = sum(len("".join(r).encode()) + len(r) + 2 for r in preview.rows) / shown
            self._size.setText(f"About {places.file_size(round(per_row * self._rows))}")
        else:
            self._size.setText("The file will hold its header alone.")

    def _failed(self, error: Exception) -> None:
        self._size.setText(str(error))

    # --- writing

    def _start(self) -> None:
        target = self.form.target()
        if target is None or self._job is not None:
            return
        self.form.refuse_path("")
        self._job = ExportJob(self._service, self.form.request(), target, self)
        self._job.progressed.connect(self._progressed)
        self._job.finished.connect(self._finished)
        self._job.refused.connect(self._refused)
        self._job.cancelled.connect(self._cancelled)
        self.form.setEnabled(False)
        self.start.setEnabled(False)
        self.folder.hide()
        self._bar.setRange(0, max(1, self._rows))
        self._progressed(0, self._rows)
        self._state.setCurrentIndex(1)
        self._job.start()

    def _progressed(self, done: int, total: int) -> None:
        self._bar.setMaximum(max(1, total))
        self._bar.setValue(done)
        self._going.setText(f"{self._wording.count(done)} of {self._wording.count(total)} rows")

    def _ended(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.wait()
            job.deleteLater()
        self.form.setEnabled(True)
        self.start.setEnabled(True)
        self._state.setCurrentIndex(0)

    def _finished(self, result: ExportResult) -> None:
        self._ended()
        self._written = result
        rows = "1 row" if result.rows == 1 else f"{self._wording.count(result.rows)} rows"
        words = f"Saved {rows}, {places.file_size(result.bytes)}, to {result.path.name}."
        self._size.setText(words)
        self.folder.show()
        self.cancel.put("Close")
        self.folder.setFocus()
        announce(self, words)
        self.saved.emit(result)

    def _refused(self, sentence: str) -> None:
        self._ended()
        self.form.refuse_path(sentence)

    def _cancelled(self) -> None:
        self._ended()
        self._size.setText("Cancelled. Nothing was written.")

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
        else:
            self.close()

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.path.parent)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.end_work()
        super().closeEvent(event)

    def end_work(self) -> None:
        """Cancel what is being written and let go of the worker threads."""
        if self._job is not None:
            self._job.cancel()
            self._ended()
        self._background.forget("look")
        self._background.forget("count")

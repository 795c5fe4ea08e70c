"""The export window: stands beside the work, shows the file before it is written."""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QDialog, QWidget

from orderdock.query.filters import Count, OrderFilter
from orderdock.services.export import ExportRequest, ExportResult, ExportService, Preview
from orderdock.services.library import Library
from orderdock_ui import text
from orderdock_ui.export import findings, places
from orderdock_ui.export.foot import Foot
from orderdock_ui.export.job import ExportJob
from orderdock_ui.export.preview_table import PreviewTable
from orderdock_ui.export.request_form import WIDTH, RequestForm
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import clear, column, row, scrolling
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.notices import Note

_SIZE = (1010, 672)
_BESIDE = 720
"""Width (at 100 % text) from which the preview stands beside the form."""
_GEOMETRY = "export.geometry"


@dataclass(frozen=True, slots=True)
class _Look:
    """What the file would be."""

    preview: Preview
    found: tuple[findings.Finding, ...]


class ExportDialog(QDialog):
    """Non-modal; Esc closes it, and cancels what it writes."""

    saved = Signal(ExportResult)
    mend_asked = Signal(str)
    """Connection id: do the one thing that its state asks for."""

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
        self._build()
        self._restore()
        self._look_later = QTimer(self, singleShot=True, interval=60)
        self._look_later.timeout.connect(self._look)
        self.form.changed.connect(self._changed)

    # --- building

    def _build(self) -> None:
        whole = column(self, margins=(1, 1, 1, 1))
        title = row(margins=(20, 14, 20, 0))
        title.addWidget(Label("Export orders", "dialog", 700))
        whole.addLayout(title)
        inside = QWidget()
        self._body = row(inside, gap=24, margins=(20, 12, 20, 16))
        self.form = RequestForm(self._service, self._library)
        self._body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        right = column(gap=8)
        head = row(gap=8)
        self._before = Label("Before you save", weight=600)
        self._many = Label("", ink="text2", figures=True)
        head.addWidget(self._before)
        head.addWidget(self._many, 1)
        right.addLayout(head)
        self._findings = column(gap=8)
        right.addLayout(self._findings)
        second = row(gap=8, margins=(0, 4, 0, 0))
        self._first_rows = Label("", weight=600, figures=True)
        self._first_rows.setMinimumWidth(1)
        second.addWidget(self._first_rows, 1)
        second.addWidget(Label("as they will be written", "caption", ink="text2"))
        right.addLayout(second)
        self.preview = PreviewTable()
        right.addWidget(self.preview, 1)
        self._body.addLayout(right, 1)
        whole.addWidget(scrolling(inside), 1)
        self.foot = Foot(self._wording)
        self.foot.start.clicked.connect(self._start)
        self.foot.cancel.clicked.connect(self._cancel)
        self.foot.folder.clicked.connect(self._open_folder)
        whole.addWidget(self.foot)

    def _restore(self) -> None:
        room = self.screen().availableGeometry().size()
        kept = self._library.settings().get(_GEOMETRY)
        if not (
            isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))
        ):
            wide, tall = (theme.length(side) for side in _SIZE)
            self.resize(min(wide, room.width()), min(tall, room.height()))
        self._turn()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)  # an edge of its own, where the desktop draws none
        painter.setPen(theme.colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Form and preview beside each other, or one under the other where it is narrow."""
        beside = self.width() >= theme.length(_BESIDE)
        if beside:
            self._body.setDirection(QBoxLayout.Direction.LeftToRight)
            self.form.setFixedWidth(theme.length(WIDTH))
        else:
            self._body.setDirection(QBoxLayout.Direction.TopToBottom)
            self.form.setMinimumWidth(1)
            self.form.setMaximumWidth(16_777_215)
        alignment = Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0)
        self._body.setAlignment(self.form, alignment)

    # --- looking

    def begin(self, f: OrderFilter, selected: tuple[int, ...]) -> None:
        """Open for this filter and selection; one that is writing is only brought to the front."""
        if self._job is None:
            today = self._library.clock.now().astimezone(text.zone(self._wording.zone_name)).date()
            self.form.begin(f, selected, today)
            self._written = None
            self._ask_counts(f, len(selected))
            self._look()
        self.show()
        self.raise_()
        self.activateWindow()
        self.form.place.field.setFocus()

    def _ask_counts(self, f: OrderFilter, selected: int) -> None:
        library, say = self._library, self._wording.counted

        def count(_stop: object) -> tuple[Count, Count]:
            return library.count(f), library.count(OrderFilter())

        def take(counts: tuple[Count, Count]) -> None:
            filtered, everything = (say(c.orders, "order") for c in counts)
            self.form.say_counts(filtered, say(selected, "order"), everything)

        self._background.ask("count", count, take, self._failed)

    def _changed(self) -> None:
        self._written = None
        self.form.place.look_again()
        self._look_later.start()

    def _look(self) -> None:
        request, library = self.form.request(), self._library
        service, wording = self._service, self._wording

        def read(_stop: object) -> _Look:
            preview = service.preview(request)
            totals = library.totals(request.filter) if request.order_ids is None else []
            connections = library.connections(kept=True)
            return _Look(preview, findings.find(request, connections, totals, wording))

        self._background.ask("look", read, self._show, self._failed)

    def _show(self, look: _Look) -> None:
        preview, say = look.preview, self._wording
        self._rows = preview.total_rows
        self.preview.show_preview(preview)
        shown = len(preview.rows)
        if self._rows > shown:
            self._first_rows.setText(
                f"First {say.count(shown)} of {say.counted(self._rows, 'row')}"
            )
        else:
            self._first_rows.setText(
                f"All {say.counted(self._rows, 'row')}" if shown else "No rows"
            )
        clear(self._findings)
        for found in look.found:
            self._findings.addWidget(self._note(found))
        many = len(look.found)
        self._before.setText("Before you save" if many else "Ready to save")
        self._many.setText(say.counted(many, "finding") if many else "")
        if self._job is None and self._written is None:
            self.foot.offer(self._rows, _estimate(preview, self.form.request()))

    def _note(self, found: findings.Finding) -> Note:
        note = Note(found.ink, found.icon, found.sentence)
        if found.action:
            link = Button(found.action, "link", identifier=f"export-mend-{found.connection}")
            link.setAccessibleName(f"{found.action}: {found.sentence}")
            link.clicked.connect(lambda: self.mend_asked.emit(found.connection))
            note.add(link)
        return note

    def _failed(self, error: Exception) -> None:
        self.foot.say(" ".join(text.trouble(error)).strip(), "bad", "circle-alert")

    # --- writing

    def _start(self) -> None:
        target = self.form.place.target(self.form.extension())
        if target is None or self._job is not None:
            return
        self.form.place.refuse("")
        self._job = ExportJob(self._service, self.form.request(), target, self)
        self._job.progressed.connect(self.foot.show_progress)
        self._job.finished.connect(self._finished)
        self._job.refused.connect(self._refused)
        self._job.cancelled.connect(self._cancelled)
        self.form.setEnabled(False)
        self.foot.begin(self._rows)
        self.foot.cancel.setFocus()
        self._job.start()

    def _ended(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.wait()
            job.deleteLater()
        self.form.setEnabled(True)

    def _finished(self, result: ExportResult) -> None:
        self._ended()
        self.form.place.note_saved(result.path)
        self._written = result
        rows = self._wording.counted(result.rows, "row")
        words = f"Saved {rows}, {places.file_size(result.bytes)}, to {result.path.name}."
        self.foot.end(words)
        announce(self, words)
        self.saved.emit(result)

    def _refused(self, sentence: str) -> None:
        self._ended()
        self.foot.offer(self._rows, "Nothing was written.")
        self.form.place.refuse(sentence)

    def _cancelled(self) -> None:
        self._ended()
        self.foot.offer(self._rows, "Cancelled. Nothing was written.")
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
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.end_work()
        kept = self.saveGeometry().toBase64().toStdString()
        self._library.save_setting(_GEOMETRY, kept)
        super().closeEvent(event)

    def end_work(self) -> None:
        """Cancel what is being written and let go of the worker thread."""
        if self._job is not None:
            self._job.cancel()
            self._ended()
        self._background.close()


def _estimate(preview: Preview, request: ExportRequest) -> str:
    """The size of the file, from its first rows."""
    if not preview.rows:
        return "The file will hold its header alone." if request.format == "csv" else "No rows."
    names = sum(len(head) + 6 for head in preview.header) if request.format == "jsonl" else 0
    written = sum(len("".join(row).encode()) + len(row) + 2 + names for row in preview.rows)
    return f"About {places.file_size(round(written / len(preview.rows) * preview.total_rows))}"

"""The Exports page: what was saved, where it lies, and whether it still does."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from orderdock.services.export import ExportResult
from orderdock_ui.export import places
from orderdock_ui.orders.words import Wording
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel, Label
from orderdock_ui.widgets.layouts import clear, column, row, scrolling, surface
from orderdock_ui.widgets.naming import named
from orderdock_ui.widgets.notices import EmptyState


class ExportsPage(QWidget):
    """Newest first."""

    export_asked = Signal()

    def __init__(
        self, keeper: places.SettingsKeeper, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, "exports-page", "Exports")
        self._keeper = keeper
        self._wording = wording
        whole = column(self, margins=(32, 28, 32, 0), gap=4)
        head = row(gap=8)
        head.addWidget(Label("Exports", "page", 700), 1)
        new = Button("Export…", "primary", icon="file-down", identifier="exports-new")
        new.clicked.connect(self.export_asked)
        head.addWidget(new)
        whole.addLayout(head)
        whole.addWidget(Label("Files that Orderdock saved from this profile.", ink="text2"))
        self._empty = EmptyState(
            "file-down",
            "Nothing exported yet",
            "Export saves the orders on show as a file for a spreadsheet or an accountant.",
            "Export orders",
            identifier="exports-empty",
        )
        self._empty.acted.connect(self.export_asked)
        whole.addWidget(self._empty, 1)
        inside = QWidget()
        self._rows = column(inside, gap=8, margins=(0, 16, 0, 24))
        self._list = scrolling(inside)
        whole.addWidget(self._list, 1)
        self.refresh()

    def note(self, result: ExportResult, preset: str) -> None:
        """Remember a file just saved."""
        places.remember(
            self._keeper,
            {
                "path": str(result.path.absolute()),
                "rows": result.rows,
                "bytes": result.bytes,
                "preset": preset,
                "at": int(datetime.now(UTC).timestamp()),  # noqa: TID251 - a mark in a list
            },
        )
        self.refresh()

    def refresh(self) -> None:
        """List what is remembered."""
        entries = places.log(self._keeper)
        self._empty.setVisible(not entries)
        self._list.setVisible(bool(entries))
        clear(self._rows)
        for number, entry in enumerate(entries):
            self._rows.addWidget(self._entry(number, entry))
        self._rows.addStretch(1)

    def _entry(self, number: int, entry: dict[str, Any]) -> QWidget:
        path = Path(str(entry["path"]))
        there = path.exists()
        frame = surface("card")
        line = row(frame, gap=12, margins=(16, 10, 12, 10))
        icon, role = ("file-check", "ok") if there else ("file-x", "muted")
        line.addWidget(IconLabel(icon, role, 18))
        words = column(gap=1)
        words.addWidget(ElidedLabel(path.name, weight=600))
        where = str(path.parent) if there else f"No longer in {path.parent}"
        words.addWidget(
            ElidedLabel(where, "caption", ink="text2", mode=Qt.TextElideMode.ElideMiddle)
        )
        line.addLayout(words, 1)
        rows, size = int(entry.get("rows") or 0), int(entry.get("bytes") or 0)
        facts = f"{self._wording.count(rows)} rows · {places.file_size(size)}"
        when = self._wording.moment(int(entry.get("at") or 0))
        told = column(gap=1)
        for text in (facts, f"{when} {self._wording.zone_name}"):
            label = Label(text, "caption", ink="text2", figures=True)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            told.addWidget(label)
        line.addLayout(told)
        show = Button("Open folder", identifier=f"exports-open-{number}")
        show.setAccessibleName(f"Open folder of {path.name}")
        show.clicked.connect(lambda: _open(path.parent))
        show.setEnabled(path.parent.is_dir())
        line.addWidget(show)
        return frame


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

"""The Exports page: what was saved, where it lies, and whether it still does."""

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
        whole = column(self)
        self._empty = EmptyState(
            "file-down",
            "Nothing exported yet",
            "Export saves the orders on show as a file for a spreadsheet or an accountant.",
            "Export orders",
            action_icon="file-down",
            identifier="exports-empty",
        )
        self._empty.acted.connect(self.export_asked)
        whole.addWidget(self._empty, 1)
        inside = QWidget()
        around = column(inside, gap=4, margins=(32, 28, 32, 24))
        head = row(gap=8)
        head.addWidget(Label("Exports", "page", 700), 1)
        new = Button("Export…", "primary", icon="file-down", identifier="exports-new")
        new.clicked.connect(self.export_asked)
        head.addWidget(new)
        around.addLayout(head)
        around.addWidget(Label("Files saved from this profile, the newest first.", ink="text2"))
        self._rows = column(gap=8, margins=(0, 16, 0, 0))
        around.addLayout(self._rows)
        around.addStretch(1)
        self._list = scrolling(inside)
        whole.addWidget(self._list, 1)
        self.refresh()

    def note(self, result: ExportResult, preset: str, at: int | None = None) -> None:
        """Remember a file just saved; `at` in seconds since 1970, by default the file's own."""
        path = result.path.absolute()
        if at is None:
            at = int(path.stat().st_mtime) if path.exists() else 0
        places.remember(
            self._keeper,
            {
                "path": str(path),
                "rows": result.rows,
                "bytes": result.bytes,
                "preset": preset,
                "at": at,
            },
        )
        self.refresh()

    def refresh(self) -> None:
        """Look at the list, and at the files, again."""
        entries = places.log(self._keeper)
        self._empty.setVisible(not entries)
        self._list.setVisible(bool(entries))
        clear(self._rows)
        for number, entry in enumerate(entries):
            self._rows.addWidget(self._entry(number, entry))

    def _entry(self, number: int, entry: dict[str, Any]) -> QWidget:
        path = Path(entry["path"])
        there = path.exists()
        frame = surface("card")
        line = row(frame, gap=12, margins=(16, 10, 12, 10))
        icon, role = ("file-check", "ok") if there else ("file-x", "muted")
        line.addWidget(IconLabel(icon, role, 18))
        words = column(gap=1)
        words.addWidget(ElidedLabel(path.name, weight=600, mode=Qt.TextElideMode.ElideMiddle))
        where = str(path.parent) if there else f"No longer in {path.parent}"
        words.addWidget(
            ElidedLabel(where, "caption", ink="text2", mode=Qt.TextElideMode.ElideMiddle)
        )
        line.addLayout(words, 1)
        rows = self._wording.counted(entry["rows"], "row")
        facts = f"{rows} · {places.file_size(entry['bytes'])}"
        told = column(gap=1)
        for said in (facts, self._wording.long_moment(entry["at"])):
            label = Label(said, "caption", ink="text2", figures=True)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            told.addWidget(label)
        line.addLayout(told)
        name = f"Open folder of {path.name}"
        show = Button("Open folder", identifier=f"exports-open-{number}", name=name)
        show.clicked.connect(lambda: _open(path.parent))
        show.setEnabled(path.parent.is_dir())
        show.setToolTip("" if path.parent.is_dir() else "The folder is gone.")
        line.addWidget(show)
        return frame


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

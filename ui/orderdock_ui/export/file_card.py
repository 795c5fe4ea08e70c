"""One saved file in the list: what it is, where it lies, and what can be done with it."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from orderdock_ui.export import places
from orderdock_ui.export.saved_files import Fate, SavedFile
from orderdock_ui.orders.words import Wording
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named

_LOOKS = {
    Fate.THERE: ("file-check", "ok"),
    Fate.CHANGED: ("file-pen", "warn"),
    Fate.GONE: ("file-x", "muted"),
}


class FileCard(QFrame):
    """Two or three lines of words, and three buttons."""

    repeat_asked = Signal()
    remove_asked = Signal()

    def __init__(
        self, file: SavedFile, place: int, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._file = file
        line = row(self, gap=12, margins=(16, 10, 12, 10))
        icon, ink = _LOOKS[file.fate]
        line.addWidget(IconLabel(icon, ink, 18))
        words = column(gap=1)
        words.addWidget(ElidedLabel(file.path.name, weight=600, mode=Qt.TextElideMode.ElideMiddle))
        facts = " · ".join(
            (
                wording.counted(file.rows, "row"),
                places.file_size(file.bytes),
                wording.long_moment(file.at),
            )
        )
        self._say(words, where(file), "warn" if file.fate is Fate.CHANGED else "text2", cut=True)
        self._say(words, facts, "text2")
        if file.about:
            self._say(words, file.about, "text2")
        line.addLayout(words, 1)
        self._add_buttons(line, place)
        named(self, f"exports-file-{place}", f"{file.path.name}, {facts}. {where(file)}")

    def _say(self, words: QBoxLayout, said: str, ink: str, *, cut: bool = False) -> None:
        mode = Qt.TextElideMode.ElideMiddle if cut else Qt.TextElideMode.ElideRight
        words.addWidget(ElidedLabel(said, "caption", ink=ink, mode=mode))

    def _add_buttons(self, line: QBoxLayout, place: int) -> None:
        name = self._file.path.name
        if self._file.can_repeat:
            again = Button("Repeat", identifier=f"exports-repeat-{place}", name=f"Repeat {name}")
            again.setToolTip("Export the same again, to the same place")
            again.clicked.connect(self.repeat_asked)
            line.addWidget(again)
        folder = IconButton(
            "folder-open", f"Open folder of {name}", identifier=f"exports-open-{place}"
        )
        folder.clicked.connect(self._open_folder)
        there = self._file.path.parent.is_dir()
        folder.setEnabled(there)
        if not there:
            folder.setToolTip("The folder is gone.")
        line.addWidget(folder)
        remove = IconButton(
            "x", f"Remove {name} from the list", identifier=f"exports-remove-{place}"
        )
        remove.setToolTip("Remove from the list; the file stays")
        remove.clicked.connect(self.remove_asked)
        line.addWidget(remove)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.path.parent)))


def where(file: SavedFile) -> str:
    """Where it lies, and whether it is as it was written."""
    folder = places.said(file.path.parent)
    match file.fate:
        case Fate.THERE:
            return folder
        case Fate.CHANGED:
            return f"Changed since, now {places.file_size(file.bytes_now)}, in {folder}"
        case Fate.GONE:
            return f"No longer in {folder}"

"""Where the file goes: a path, a way to choose it, and what is to be said about it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from orderdock_ui.export import places
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named

_PLAIN = "An old file stays whole until the new one is complete."
_ICONS = {"bad": "circle-alert", "warn": "triangle-alert", "muted": "info"}


class FilePlace(QWidget):
    """`export-path` and its button."""

    edited = Signal(str)
    """The extension of the name typed or chosen, without its point."""

    def __init__(self, keeper: places.SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = places.folder(keeper)
        self._refused = ""
        self._saved: Path | None = None
        self._manifest = False
        whole = column(self, gap=4)
        line = row(gap=8)
        self.field = named(QLineEdit(), "export-path", "Save to")
        self.field.setMinimumWidth(1)
        self.field.textEdited.connect(lambda _text: self._look())
        self.field.editingFinished.connect(self._told)
        line.addWidget(self.field, 1)
        self._browse = Button("", identifier="export-browse", name="Choose a place")
        theme.wear_icon(self._browse, "folder-open")
        self._browse.setToolTip("Choose a place")
        self._browse.clicked.connect(self._choose)
        line.addWidget(self._browse)
        whole.addLayout(line)
        said = row(gap=6)
        self._icon = IconLabel("info", "muted", 14)
        self._words = Label("", "caption", wrap=True)
        said.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._words, 1)
        whole.addLayout(said)
        self._look()

    def suggest(self, name: str, extension: str) -> None:
        """Propose a new file, unless a path is there already."""
        if not self.field.text().strip():
            self.put(places.free(self._folder, name, extension))

    def put_extension(self, extension: str, known: frozenset[str]) -> None:
        """Another format was chosen: the name follows, unless it ends in something of its own."""
        path = Path(self.field.text())
        if path.name and path.suffix.lower().lstrip(".") in known:
            self.put(path.with_suffix(f".{extension}"))

    def put(self, path: Path) -> None:
        """Propose this file."""
        self.field.setText(str(path))
        self.field.setCursorPosition(len(str(path)))
        self.field.setToolTip(str(path))
        self._look()

    def target(self, extension: str) -> Path | None:
        """Where to write; None, with a sentence at the field, when there is no name.

        A bare name goes into the folder used last; one without an extension gets `extension`.
        """
        text = self.field.text().strip()
        if not text:
            self.refuse("Name a file to save to.")
            return None
        path = self._resolved(text)
        if not path.suffix and not text.endswith(("/", "\\")) and not path.is_dir():
            path = path.with_name(f"{path.name}.{extension}")
        if str(path) != text:
            self.put(path)
        return path

    def refuse(self, sentence: str) -> None:
        """Say why this place will not do; focus goes there."""
        self._refused = sentence
        self._look(keep=True)
        if sentence:
            self.field.setFocus()
            announce(self.field, sentence)

    def refusal(self) -> str:
        """What was said against this place; empty when nothing."""
        return self._refused

    def note_saved(self, path: Path, *, manifest: bool) -> None:
        """The file that lies there now is the one just written, maybe with its manifest."""
        self._saved, self._manifest, self._folder = path, manifest, path.absolute().parent
        self._look()

    def look_again(self) -> None:
        """Files may have come or gone; what was saved before is an old file now."""
        self._saved = None
        self._look(keep=True)

    def _resolved(self, text: str) -> Path:
        path = Path(text).expanduser()
        return path if path.is_absolute() else self._folder / path

    def _look(self, *, keep: bool = False) -> None:
        if not keep:
            self._refused = ""
        sentence, ink = self._refused, "bad"
        if not sentence:
            sentence, ink = self._about(self.field.text().strip())
        theme.set_property(self.field, "error", "true" if self._refused else "false")
        self._words.setText(sentence)
        self._words.set_ink(ink if ink != "muted" else "text2")
        self._icon.show_icon(_ICONS[ink], ink, 14)
        self.field.setAccessibleDescription(sentence)

    def _about(self, text: str) -> tuple[str, str]:
        path = self._resolved(text) if text else None
        if path is not None and path == self._saved:
            beside = ", its manifest beside it" if self._manifest else ""
            return f"Saved in {places.said(path.parent)}{beside}.", "muted"
        try:
            if path is not None and path.is_file():
                return (
                    f"{path.name} exists; it will be replaced when the new one is complete.",
                    "warn",
                )
        except OSError:
            return _PLAIN, "muted"
        if path is not None and not Path(text).expanduser().is_absolute():
            return f"In {places.said(self._folder)}. {_PLAIN}", "muted"
        return _PLAIN, "muted"

    def _told(self) -> None:
        extension = Path(self.field.text().strip()).suffix.lower().lstrip(".")
        if extension:
            self.edited.emit(extension)

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), "Save orders to")
        dialog.setObjectName("export-file-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        # The line under the field says that an old file is replaced; asking twice helps nobody.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        path = self._resolved(self.field.text().strip() or "orders")
        dialog.setDirectory(str(path.parent))
        dialog.selectFile(path.name)
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, place: str) -> None:
        self.put(Path(place))
        self._told()

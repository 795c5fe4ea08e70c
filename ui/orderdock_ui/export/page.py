"""The Exports page: what was saved, where it lies, whether it still does, and once more."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from orderdock.services.export import ExportResult, ExportService
from orderdock.services.library import Library
from orderdock_ui import text
from orderdock_ui.export import places, saved_files
from orderdock_ui.export.file_card import FileCard
from orderdock_ui.export.saved_files import SavedFile
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.words import Wording
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import add_shown, clear, column, order_tabs, row, scrolling
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.notices import EmptyState

_AT_ONCE = 30


class ExportsPage(QWidget):
    """Newest first; the log and the files are looked at beside the window."""

    export_asked = Signal()
    repeat_asked = Signal(object)
    """Logged: the same file is wanted again."""
    shown = Signal()
    """The list is as it is now."""

    def __init__(self, library: Library, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "exports-page", "Exports")
        self._library = library
        self._wording = wording
        self._service: ExportService | None = None
        self._background = Background(self)
        self._files: list[SavedFile] = []
        self._many = _AT_ONCE
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
        self._empty.hide()
        whole.addWidget(self._empty, 1)
        whole.addWidget(self._make_list(), 1)
        self.refresh()

    def _make_list(self) -> QWidget:
        inside = QWidget()
        around = column(inside, gap=4, margins=(32, 28, 32, 24))
        head = row(gap=8)
        head.addWidget(Label("Exports", "page", 700), 1)
        self._new = Button("Export…", "primary", icon="file-down", identifier="exports-new")
        self._new.clicked.connect(self.export_asked)
        head.addWidget(self._new)
        around.addLayout(head)
        self._said = Label("", ink="text2", wrap=True)
        self._say_what()
        around.addWidget(self._said)
        self._rows = column(gap=8, margins=(0, 16, 0, 0))
        around.addLayout(self._rows)
        self._older = Button("", "link", identifier="exports-older")
        self._older.clicked.connect(self._show_older)
        self._older.hide()
        around.addWidget(self._older)
        around.addStretch(1)
        self._list = scrolling(inside)
        return self._list

    def open(self, service: ExportService) -> None:
        """The log can be read."""
        self._service = service
        self.refresh()

    def note(self, result: ExportResult) -> None:
        """Remember a file of a provider's other data, just saved."""
        path = result.path.absolute()
        places.remember(
            self._library,
            {
                "path": str(path),
                "rows": result.rows,
                "bytes": result.bytes,
                "at": int(path.stat().st_mtime) if path.exists() else 0,
            },
        )
        self.refresh()

    def refresh(self) -> None:
        """Look at the list, and at the files, again."""
        service, library = self._service, self._library

        def read(_stop: Callable[[], bool]) -> list[SavedFile]:
            names = {str(view.id): view.name for view in library.connections(kept=True)}
            return saved_files.look(service, library, lambda id_: names.get(id_, id_))

        self._background.ask("files", read, self._show, self._failed)

    def close_work(self) -> None:
        """Let go of the worker thread."""
        self._background.close()

    def _show(self, files: list[SavedFile]) -> None:
        focused = self.focusWidget()
        held = focused.objectName() if focused is not None else ""
        self._files = files
        self._empty.setVisible(not files)
        self._list.setVisible(bool(files))
        self._say_what()
        clear(self._rows)
        for place, file in enumerate(files[: self._many]):
            add_shown(self._rows, self._card(place, file))
        left = len(files) - self._many
        self._older.put(f"Show {self._wording.counted(left, 'older file')}")
        self._older.setVisible(left > 0)
        buttons = [
            button
            for card in self.findChildren(FileCard)
            for button in card.findChildren(QAbstractButton)
        ]
        order_tabs(self._new, [*buttons, self._older])
        self._give_focus(held)
        self.shown.emit()

    def _card(self, place: int, file: SavedFile) -> FileCard:
        card = FileCard(file, place, self._wording)
        card.repeat_asked.connect(lambda: self.repeat_asked.emit(file.logged))
        card.remove_asked.connect(lambda: self._remove(file))
        return card

    def _give_focus(self, held: str) -> None:
        """To the button at the same place as before; where there is none, to what stays."""
        if held.startswith("exports-"):
            stays = self._new if self._files else self._empty.button
            same = self.findChild(QWidget, held)
            (same or stays).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_older(self) -> None:
        first = self._many
        self._many += _AT_ONCE
        self._show(self._files)
        next_one = self.findChild(QWidget, f"exports-open-{first}")
        if next_one is not None:
            next_one.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, file: SavedFile) -> None:
        service, library = self._service, self._library

        def forget(_stop: Callable[[], bool]) -> None:
            if file.logged is None:
                places.forget(library, str(file.path), file.at)
            elif service is not None:
                service.forget(file.logged.number)

        def gone(_nothing: None) -> None:
            announce(self, f"{file.path.name} is no longer in the list.")
            self.refresh()

        self._background.ask(f"forget {file.path} {file.at}", forget, gone, self._failed)

    def _say_what(self) -> None:
        self._said.set_ink("text2")
        self._said.setText("Files saved from this profile, the newest first.")

    def _failed(self, error: Exception) -> None:
        self._said.set_ink("bad")
        self._said.setText(" ".join(text.trouble(error)).strip())

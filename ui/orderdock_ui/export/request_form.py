"""The left side of the export window: which orders, which columns, which file, where."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from orderdock.services.export import ExportRequest, ExportService, Logged
from orderdock_ui.export import places
from orderdock_ui.export.beside import HEAD
from orderdock_ui.export.columns_form import AS_SHOWN, ColumnsForm
from orderdock_ui.export.file_form import FileForm, usual_request
from orderdock_ui.export.file_place import FilePlace
from orderdock_ui.export.on_screen import OnScreen, of_request
from orderdock_ui.export.scope_form import ScopeForm
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column

WIDTH = 288


class RequestForm(QWidget):
    """Emits `changed` whenever another file would come of it."""

    changed = Signal()

    def __init__(
        self,
        service: ExportService,
        keeper: places.SettingsKeeper,
        wording: Wording,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._base = usual_request()
        self._lines = column(self, gap=3)
        self.scope = ScopeForm(wording)
        self.columns = ColumnsForm(service)
        self.file = FileForm(service)
        self.place = FilePlace(keeper)
        self._part("What", self.scope, first=True)
        self._part("Columns", self.columns, self.columns.preset)
        self._part("File", self.file, self.file.format)
        self._part("Save to", self.place, self.place.field)
        self._lines.addStretch(1)
        self.place.edited.connect(self.file.follow)
        self.file.renamed.connect(self._rename)
        for part in (self.scope, self.columns, self.file):
            part.changed.connect(self._changed)

    def _part(
        self, words: str, part: QWidget, buddy: QWidget | None = None, *, first: bool = False
    ) -> None:
        label = Label(words, weight=600)
        if first:  # in line with the head on the right
            label.setMinimumHeight(theme.length(HEAD))
        else:
            label.setContentsMargins(0, theme.length(10), 0, 0)
        if buddy is not None:
            label.setBuddy(buddy)
        self._lines.addWidget(label)
        self._lines.addWidget(part)

    def begin(self, on_screen: OnScreen, today: date) -> None:
        """Offer what is on screen; how it is written stays as it was chosen before."""
        self._base = usual_request()
        self.scope.begin(on_screen)
        self.columns.begin(on_screen)
        self.file.begin(self._base)
        self.place.suggest(f"orders-{today:%Y-%m-%d}", self.file.extension())
        self.place.look_again()
        self._say_zone()

    def repeat(self, logged: Logged, request: ExportRequest) -> None:
        """Ask for the same file in the same place."""
        self._base = request
        on_screen = of_request(request)
        self.scope.begin(on_screen, only_new=request.only_new)
        if on_screen.selected():
            self.scope.choose_selected()
        self.columns.begin(on_screen, AS_SHOWN if request.columns else on_screen.preset)
        self.file.begin(request, whole=True)
        self.place.put(logged.path)
        self.place.look_again()
        self._say_zone()

    def request(self) -> ExportRequest:
        """What the form asks for now."""
        preset, columns = self.columns.asked()
        form, regional = self.file.asked()
        asked = replace(self._base, preset=preset, columns=columns, format=form, regional=regional)
        return self.scope.scoped(asked)

    def _changed(self) -> None:
        self._say_zone()
        self.changed.emit()

    def _say_zone(self) -> None:
        self.file.say_zone(self.request(), self.columns.info())

    def _rename(self) -> None:
        self.place.put_extension(self.file.extension(), self.file.extensions())

"""The left side of the export window: what, which columns, which file, where."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from orderdock.query.filters import OrderFilter
from orderdock.services.export import ExportRequest, ExportService
from orderdock_ui.export import places
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import IconButton
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named

WIDTH = 300


class RequestForm(QWidget):
    """Emits `changed` whenever another file would come of it."""

    changed = Signal()

    def __init__(
        self, service: ExportService, keeper: places.SettingsKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._keeper = keeper
        self._filter = OrderFilter()
        self._selected: tuple[int, ...] = ()
        self.setFixedWidth(theme.length(WIDTH))
        self._lines = column(self, gap=4)
        self._scopes = QButtonGroup(self)
        self._heading("What")
        self.filtered = self._choice(self._scopes, "As filtered", "export-scope-filtered")
        self.selected = self._choice(self._scopes, "Selected", "export-scope-selected")
        self.everything = self._choice(self._scopes, "Everything", "export-scope-all")
        self._presets()
        self._formats()
        self._place()
        self._lines.addStretch(1)
        self._scopes.buttonClicked.connect(lambda _b: self.changed.emit())
        self._profiles.buttonClicked.connect(lambda _b: self.changed.emit())

    # --- building

    def _heading(self, words: str, buddy: QWidget | None = None) -> None:
        label = Label(words, weight=600)
        label.setContentsMargins(0, theme.length(10), 0, 0)
        if buddy is not None:
            label.setBuddy(buddy)
        self._lines.addWidget(label)

    def _choice(self, group: QButtonGroup, words: str, identifier: str) -> QRadioButton:
        button = named(QRadioButton(words), identifier, words)
        group.addButton(button)
        self._lines.addWidget(button)
        return button

    def _presets(self) -> None:
        self.preset = named(QComboBox(), "export-preset", "Columns")
        for preset in self._service.presets():
            self.preset.addItem(f"{preset.title}", preset.name)
            self.preset.setItemData(self.preset.count() - 1, preset.about, _TIP)
        self.preset.currentIndexChanged.connect(lambda _i: self.changed.emit())
        self._heading("Columns", self.preset)
        self._lines.addWidget(self.preset)

    def _formats(self) -> None:
        self.format = named(QComboBox(), "export-format", "File format")
        for form in self._service.formats():
            self.format.addItem(form.name.upper(), form.name)
            place = self.format.count() - 1
            self.format.setItemData(place, form.extension, _EXTENSION)
            if not form.available:
                self.format.setItemText(place, f"{form.name.upper()} – not available")
                self.format.setItemData(place, form.why_not, _TIP)
                self.format.model().item(place).setEnabled(False)  # type: ignore[attr-defined]
        self.format.currentIndexChanged.connect(self._format_chosen)
        self._heading("File", self.format)
        self._lines.addWidget(self.format)
        self._profiles = QButtonGroup(self)
        self.data = self._choice(
            self._profiles, "For programs: UTF-8, comma, point", "export-profile-data"
        )
        self.regional = self._choice(
            self._profiles, f"For my spreadsheet: {_sample()}", "export-profile-regional"
        )
        self.data.setChecked(True)

    def _place(self) -> None:
        self.path = named(QLineEdit(), "export-path", "Save to")
        self.path.textEdited.connect(lambda _t: self.refuse_path(""))
        self._heading("Save to", self.path)
        line = row(gap=8)
        line.addWidget(self.path, 1)
        line.addWidget(
            IconButton(
                "folder-open", "Choose a place", identifier="export-browse", pressed=self._browse
            )
        )
        self._lines.addLayout(line)
        refusal = row(gap=6)
        self._refusal_icon = IconLabel("circle-alert", "bad", 14)
        self._refusal = Label("", "caption", ink="bad", wrap=True)
        refusal.addWidget(self._refusal_icon)
        refusal.addWidget(self._refusal, 1)
        self._lines.addLayout(refusal)
        self.refuse_path("")
        self._lines.addWidget(
            Label(
                "Dates are in UTC. An old file stays whole until the new one is complete.",
                "caption",
                ink="muted",
                wrap=True,
            )
        )

    # --- showing and taking

    def begin(self, f: OrderFilter, selected: tuple[int, ...], words: tuple[str, str, str]) -> None:
        """Offer these scopes; `words` are their counts for filtered, selected, everything."""
        self._filter, self._selected = f, selected
        self.filtered.setText(f"As filtered: {words[0]}")
        self.selected.setText(f"Selected: {words[1]}")
        self.everything.setText(f"Everything: {words[2]}")
        for button in (self.filtered, self.selected, self.everything):
            button.setAccessibleName(button.text())
        self.selected.setEnabled(bool(selected))
        self.filtered.setEnabled(not f.is_empty())
        chosen = self.selected if len(selected) > 1 else self.filtered
        (chosen if chosen.isEnabled() else self.everything).setChecked(True)
        if not self.path.text():
            self._suggest()

    def _suggest(self) -> None:
        today = datetime.now(UTC).date()  # noqa: TID251 - only a file's name
        extension = str(self.format.currentData(_EXTENSION)).lstrip(".")
        self.path.setText(str(places.suggested(self._keeper, today, extension)))
        self.path.setCursorPosition(len(self.path.text()))

    def _format_chosen(self) -> None:
        extension = str(self.format.currentData(_EXTENSION)).lstrip(".")
        if self.path.text():
            self.path.setText(str(Path(self.path.text()).with_suffix(f".{extension}")))
        for button in (self.data, self.regional):
            button.setEnabled(self.format.currentData() == "csv")
        self.changed.emit()

    def request(self) -> ExportRequest:
        """What the form asks for now."""
        locale = QLocale()
        point = locale.decimalPoint()
        return ExportRequest(
            preset=str(self.preset.currentData()),
            format=str(self.format.currentData()),
            filter=self._filter if self.filtered.isChecked() else OrderFilter(),
            order_ids=self._selected if self.selected.isChecked() else None,
            regional=self.regional.isChecked() and self.regional.isEnabled(),
            delimiter=";" if point == "," else ",",
            decimal=point,
        )

    def target(self) -> Path | None:
        """Where to write; None, with a sentence at the field, when there is no name."""
        text = self.path.text().strip()
        if not text:
            self.refuse_path("Name a file to save to.")
            return None
        return Path(text).expanduser()

    def refuse_path(self, sentence: str) -> None:
        """Say why this place will not do; empty takes it back."""
        theme.set_property(self.path, "error", "true" if sentence else "false")
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))
        self._refusal_icon.setVisible(bool(sentence))
        self.path.setAccessibleDescription(sentence)
        if sentence:
            self.path.setFocus()
            announce(self.path, sentence)

    def _browse(self) -> None:
        dialog = QFileDialog(self, "Save orders to")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        current = Path(self.path.text() or ".")
        dialog.setDirectory(str(current.parent))
        dialog.selectFile(current.name)
        dialog.fileSelected.connect(self._take_place)
        dialog.open()

    def _take_place(self, place: str) -> None:
        self.path.setText(place)
        self.refuse_path("")


def _sample() -> str:
    locale = QLocale()
    point, group = locale.decimalPoint(), locale.groupSeparator()
    return f"1234{point}50 and {';' if point == ',' else ','}" if group != "" else "as usual here"


_TIP = 3  # Qt.ItemDataRole.ToolTipRole
_EXTENSION = 0x0101  # Qt.ItemDataRole.UserRole + 1

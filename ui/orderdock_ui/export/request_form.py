"""The left side of the export window: what, which columns, which file, where."""

from datetime import date

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QWidget

from orderdock.query.filters import OrderFilter
from orderdock.services.export import ExportRequest, ExportService
from orderdock_ui.export import places
from orderdock_ui.export.file_place import FilePlace
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named

WIDTH = 288
_TIP = Qt.ItemDataRole.ToolTipRole
_EXTENSION = Qt.ItemDataRole.UserRole + 1


class RequestForm(QWidget):
    """Emits `changed` whenever another file would come of it."""

    changed = Signal()

    def __init__(
        self, service: ExportService, keeper: places.SettingsKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._filter = OrderFilter()
        self._selected: tuple[int, ...] = ()
        self._lines = column(self, gap=3)
        self._scopes = QButtonGroup(self)
        self._heading("What", first=True)
        self.filtered = self._choice(self._scopes, "As filtered", "export-scope-filtered")
        self.selected = self._choice(self._scopes, "Selected", "export-scope-selected")
        self.everything = self._choice(self._scopes, "Everything", "export-scope-all")
        self._add_presets()
        self._add_formats()
        self.place = FilePlace(keeper)
        self.place.edited.connect(self._follow_name)
        self._heading("Save to", self.place.field)
        self._lines.addWidget(self.place)
        self._lines.addStretch(1)
        for group in (self._scopes, self._profiles):
            group.buttonClicked.connect(lambda _button: self.changed.emit())

    # --- building

    def _heading(self, words: str, buddy: QWidget | None = None, *, first: bool = False) -> None:
        label = Label(words, weight=600)
        label.setContentsMargins(0, theme.length(0 if first else 12), 0, 0)
        if buddy is not None:
            label.setBuddy(buddy)
        self._lines.addWidget(label)

    def _choice(self, group: QButtonGroup, words: str, identifier: str) -> QRadioButton:
        button = named(QRadioButton(words), identifier, words)
        button.setMinimumWidth(1)
        group.addButton(button)
        self._lines.addWidget(button)
        return button

    def _add_presets(self) -> None:
        self.preset = named(QComboBox(), "export-preset", "Columns")
        self.preset.setMinimumWidth(1)
        for preset in self._service.presets():
            self.preset.addItem(f"{preset.title} ({preset.name})", preset.name)
            self.preset.setItemData(self.preset.count() - 1, preset.about, _TIP)
        self._about = Label("", "caption", ink="text2", wrap=True)
        self._show_about()
        self.preset.currentIndexChanged.connect(self._preset_chosen)
        self._heading("Columns", self.preset)
        self._lines.addWidget(self.preset)
        self._lines.addWidget(self._about)

    def _add_formats(self) -> None:
        self.format = named(QComboBox(), "export-format", "File format")
        self.format.setMinimumWidth(1)
        for form in self._service.formats():
            self.format.addItem(form.name.upper(), form.name)
            self.format.setItemData(self.format.count() - 1, form.extension.lstrip("."), _EXTENSION)
            self._grey_out(self.format, form.why_not)
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

    def _grey_out(self, box: QComboBox, why_not: str) -> None:
        """The newest entry cannot be chosen: it says so, and how to get it in its tool tip."""
        model, place = box.model(), box.count() - 1
        if not why_not or not isinstance(model, QStandardItemModel):
            return
        box.setItemText(place, f"{box.itemText(place)} – not installed")
        box.setItemData(place, why_not, _TIP)
        model.item(place).setEnabled(False)

    # --- showing and taking

    def begin(self, f: OrderFilter, selected: tuple[int, ...], today: date) -> None:
        """Offer this filter and selection."""
        self._filter, self._selected = f, selected
        self.say_counts("", _orders(len(selected), str(len(selected))), "")
        self.selected.setEnabled(bool(selected))
        self.selected.setToolTip("" if selected else "No order is selected.")
        filtered = not f.is_empty()
        self.filtered.setEnabled(filtered)
        self.filtered.setToolTip("" if filtered else "No search or filter is set.")
        chosen = self.selected if len(selected) > 1 else self.filtered
        (chosen if chosen.isEnabled() else self.everything).setChecked(True)
        self.place.suggest(f"orders-{today:%Y-%m-%d}", self.extension())
        self.place.look_again()

    def say_counts(self, filtered: str, selected: str, everything: str) -> None:
        """Put the counts behind the scopes, as far as they are known."""
        for button, words, count in (
            (self.filtered, "As filtered", filtered if not self._filter.is_empty() else ""),
            (self.selected, "Selected", selected if self._selected else ""),
            (self.everything, "Everything", everything),
        ):
            button.setText(f"{words}: {count}" if count else words)
            button.setAccessibleName(button.text())

    def extension(self) -> str:
        """That of the format chosen, without a point."""
        return str(self.format.currentData(_EXTENSION))

    def request(self) -> ExportRequest:
        """What the form asks for now."""
        point = QLocale().decimalPoint()
        return ExportRequest(
            preset=str(self.preset.currentData()),
            format=str(self.format.currentData()),
            filter=self._filter if self.filtered.isChecked() else OrderFilter(),
            order_ids=self._selected if self.selected.isChecked() else None,
            regional=self.regional.isChecked() and self.regional.isEnabled(),
            delimiter=_delimiter(point),
            decimal=point,
        )

    def _preset_chosen(self) -> None:
        self._show_about()
        self.changed.emit()

    def _show_about(self) -> None:
        self._about.setText(str(self.preset.currentData(_TIP) or ""))
        self.preset.setAccessibleDescription(self._about.text())

    def _format_chosen(self) -> None:
        places_ = range(self.format.count())
        known = frozenset(str(self.format.itemData(i, _EXTENSION)) for i in places_)
        self.place.put_extension(self.extension(), known)
        is_csv = self.format.currentData() == "csv"
        for button in (self.data, self.regional):
            button.setEnabled(is_csv)
            button.setToolTip("" if is_csv else "Only CSV files come in two kinds.")
        self.changed.emit()

    def _follow_name(self, extension: str) -> None:
        """The name typed ends like another format: that one is meant."""
        place = self.format.findData(extension, _EXTENSION)
        model = self.format.model()
        there = place >= 0 and bool(model.flags(model.index(place, 0)) & Qt.ItemFlag.ItemIsEnabled)
        if there and place != self.format.currentIndex():
            self.format.setCurrentIndex(place)


def _orders(number: int, said: str) -> str:
    return f"{said} {'order' if number == 1 else 'orders'}"


def _delimiter(point: str) -> str:
    return ";" if point == "," else ","


def _sample() -> str:
    point = QLocale().decimalPoint()
    return f"1234{point}50, {'semicolon' if _delimiter(point) == ';' else 'comma'}"

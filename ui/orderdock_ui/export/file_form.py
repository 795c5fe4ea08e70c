"""Which kind of file: its format, for whom CSV is written, and whose clock its dates show."""

import csv
import io

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QWidget

from orderdock.services.export import ExportRequest, ExportService, PresetInfo, Sample
from orderdock_ui.export.choices import add_choice, add_words_under, can_choose, choose
from orderdock_ui.widgets.labels import ElidedLabel, Label
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named

_EXTENSION = Qt.ItemDataRole.UserRole + 1
_TELLING = 2
_NAMES = {"csv": "CSV", "xlsx": "Excel (XLSX)", "jsonl": "JSON lines (JSONL)"}
_ALWAYS_UTC = frozenset({"jsonl", "parquet"})
_RAW = "Text is written untouched, as it was asked for then: a spreadsheet may run it."


class FileForm(QWidget):
    """`export-format`, and the two profiles of CSV with a live sample of each."""

    changed = Signal()
    renamed = Signal()
    """Another format: the name of the file follows."""

    def __init__(self, service: ExportService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = column(self, gap=3)
        self.format = named(QComboBox(), "export-format", "File format")
        self.format.setMinimumWidth(1)
        lacks = []
        for form in service.formats():
            words = _NAMES.get(form.name, form.name.capitalize())
            add_choice(self.format, words, form.name, why_not=form.why_not, lacking="not installed")
            place = self.format.count() - 1
            self.format.setItemData(place, form.extension.lstrip("."), _EXTENSION)
            lacks += [form.why_not] if form.why_not else []
        self.format.setAccessibleDescription(" ".join(lacks))
        self.format.currentIndexChanged.connect(self._format_chosen)
        self._lines.addWidget(self.format)
        self._profiles = QButtonGroup(self)
        self.data, self._data_sample = self._profile("data")
        self.regional, self._regional_sample = self._profile("regional")
        self.data.setChecked(True)
        self.zone = Label("", "caption", ink="text2", wrap=True)
        self._lines.addWidget(self.zone)
        self._raw = Label(_RAW, "caption", ink="warn", wrap=True)
        self._lines.addWidget(self._raw)
        self.begin(usual_request())
        self._profiles.buttonClicked.connect(lambda _button: self.changed.emit())

    def _profile(self, name: str) -> tuple[QRadioButton, ElidedLabel]:
        button = named(QRadioButton(""), f"export-profile-{name}")
        button.setMinimumWidth(1)
        self._profiles.addButton(button)
        self._lines.addWidget(button)
        return button, add_words_under(self._lines)

    def begin(self, request: ExportRequest, *, whole: bool = False) -> None:
        """Speak of this request's marks; with `whole`, choose its format and profile as well."""
        self._delimiter = request.delimiter
        marks = f"{_mark(request.delimiter)}, {_mark(request.decimal)}"
        for button, words in (
            (self.data, "For programs: UTF-8, comma, point"),
            (self.regional, f"For my spreadsheet: {marks}"),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        self._raw.setVisible(request.raw)
        if whole:
            self.format.blockSignals(True)
            choose(self.format, request.format)
            self.format.blockSignals(False)
            (self.regional if request.regional else self.data).setChecked(True)
            self._show_profiles()

    def asked(self) -> tuple[str, bool]:
        """The format, and whether CSV is for a spreadsheet."""
        name = str(self.format.currentData())
        return name, name == "csv" and self.regional.isChecked()

    def extension(self) -> str:
        """That of the format chosen, without a point."""
        return str(self.format.currentData(_EXTENSION))

    def extensions(self) -> frozenset[str]:
        """Those of all formats."""
        places = range(self.format.count())
        return frozenset(str(self.format.itemData(place, _EXTENSION)) for place in places)

    def follow(self, extension: str) -> None:
        """The name typed ends like another format: that one is meant."""
        place = self.format.findData(extension, _EXTENSION)
        if place >= 0 and place != self.format.currentIndex() and can_choose(self.format, place):
            self.format.setCurrentIndex(place)

    def say_zone(self, request: ExportRequest, preset: PresetInfo | None) -> None:
        """Whose days and hours the file holds."""
        self.zone.setText(zone_words(request, preset))

    def say_sample(self, sample: Sample) -> None:
        """A few cells of the first row in both profiles."""
        data, regional = telling_cells(sample, self._delimiter)
        for label, button, cells, whole in (
            (self._data_sample, self.data, data, sample.data),
            (self._regional_sample, self.regional, regional, sample.regional),
        ):
            label.setText(cells)
            label.setAccessibleDescription(whole)
            button.setAccessibleDescription(f"For example {cells}")

    def _format_chosen(self) -> None:
        self._show_profiles()
        self.renamed.emit()
        self.changed.emit()

    def _show_profiles(self) -> None:
        is_csv = self.format.currentData() == "csv"
        for button in (self.data, self.regional):
            button.setEnabled(is_csv)
            button.setToolTip("" if is_csv else "Only CSV files come in two kinds.")
        for label in (self._data_sample, self._regional_sample):
            label.setVisible(is_csv)


def usual_request() -> ExportRequest:
    """A request with the marks of this computer's region."""
    point = QLocale().decimalPoint()
    return ExportRequest(delimiter=";" if point == "," else ",", decimal=point)


def zone_words(request: ExportRequest, preset: PresetInfo | None) -> str:
    """Whose clock the dates of the file show."""
    if preset is not None and preset.rows == "months":
        return f"Months in {request.timezone}"
    if request.format not in _ALWAYS_UTC and preset is not None and preset.days:
        return f"Days in {request.timezone}"
    if request.for_spreadsheet:
        return f"Dates in {request.timezone}"
    return "Dates in UTC (ISO 8601)"


def telling_cells(sample: Sample, delimiter: str) -> tuple[str, str]:
    """The first cell, and those that the two profiles write differently: one line of each.

    `delimiter` is that of the file for a spreadsheet.
    """
    data, regional = _first_row(sample.data, ","), _first_row(sample.regional, delimiter)
    pairs = list(zip(data, regional, strict=False))
    differ = [place for place, (one, other) in enumerate(pairs) if one != other][:_TELLING]
    few = sorted({0, *differ}) if differ else range(min(1 + _TELLING, len(pairs)))
    return (
        _written([data[place] for place in few], ","),
        _written([regional[place] for place in few], delimiter),
    )


def _first_row(written: str, delimiter: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
    return rows[1] if len(rows) > 1 else []


def _written(cells: list[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerow(cells)
    return " ".join(out.getvalue().split())


def _mark(mark: str) -> str:
    return {",": "comma", ";": "semicolon", ".": "point", "\t": "tab"}.get(mark, mark)

"""Which columns the file has: those on screen, or a preset's."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from orderdock.query.columns import BY_KEY
from orderdock.services.export import ExportService, PresetInfo
from orderdock_ui.export.choices import add_choice, choose
from orderdock_ui.export.on_screen import OnScreen
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named

AS_SHOWN = ""
_USUAL = "lines"
_TIP = Qt.ItemDataRole.ToolTipRole


class ColumnsForm(QWidget):
    """`export-preset`; the presets are read anew each time, for one may have been added."""

    changed = Signal()

    def __init__(self, service: ExportService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._on_screen: OnScreen | None = None
        self._presets: dict[str, PresetInfo] = {}
        lines = column(self, gap=3)
        self.preset = named(QComboBox(), "export-preset", "Columns")
        self.preset.setMinimumWidth(1)
        self._about = Label("", "caption", ink="text2", wrap=True)
        lines.addWidget(self.preset)
        lines.addWidget(self._about)
        self._fill()
        self.preset.currentIndexChanged.connect(self._chosen)

    def begin(self, on_screen: OnScreen, preset: str | None = None) -> None:
        """Offer the columns on screen and the presets; `preset` is chosen, if it is still there.

        Without one, the choice stays as it is.
        """
        chosen = self.preset.currentData() if preset is None else preset
        self._on_screen = on_screen
        self.preset.blockSignals(True)
        self._fill()
        there = choose(self.preset, chosen)
        if not there:
            choose(self.preset, _USUAL)
        self.preset.blockSignals(False)
        self._show_about()
        if preset is not None and not there:
            gone = f"The preset “{preset}” is no longer there; “{_USUAL}” is chosen instead."
            self._say_about(gone)

    def asked(self) -> tuple[str, tuple[str, ...] | None]:
        """The preset, and the columns in place of its own."""
        chosen = str(self.preset.currentData())
        if chosen == AS_SHOWN and self._on_screen is not None:
            return self._on_screen.preset, self._on_screen.columns
        return chosen, None

    def info(self) -> PresetInfo | None:
        """What is known of the preset chosen."""
        return self._presets.get(self.asked()[0])

    def _fill(self) -> None:
        self.preset.clear()
        shown = self._on_screen
        if shown is not None and shown.columns:
            heads = [BY_KEY[key].heading for key in shown.columns if key in BY_KEY]
            words = f"{shown.columns_name}: {len(heads)} columns"
            add_choice(self.preset, words, AS_SHOWN, tip=", ".join(heads))
        self._presets = {}
        for each in self._service.presets(broken=True):
            self._presets[each.name] = each
            words = f"{each.title} ({each.name})" if each.title != each.name else each.name
            add_choice(self.preset, words, each.name, tip=each.about, why_not=each.why_not)
        if not self.preset.currentData():
            choose(self.preset, _USUAL)
        self._show_about()

    def _chosen(self) -> None:
        self._show_about()
        self.changed.emit()

    def _show_about(self) -> None:
        self._say_about(str(self.preset.currentData(_TIP) or ""))

    def _say_about(self, words: str) -> None:
        self._about.setText(words)
        self._about.setVisible(bool(words))
        self.preset.setAccessibleDescription(words)

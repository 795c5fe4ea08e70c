"""Settings: looks, time zone, where data and secrets are, and what a careful person must allow."""

from zoneinfo import available_timezones

from PySide6.QtCore import QTimeZone, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLayout, QVBoxLayout, QWidget

from orderdock.services.library import ProviderInfo
from orderdock_ui.theme import theme
from orderdock_ui.vault.panel import SecretsPanel
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import ElidedLabel, Label
from orderdock_ui.widgets.layouts import column, row, scrolling, surface
from orderdock_ui.widgets.naming import named
from orderdock_ui.window.desk import Desk

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_WIDEST = 820
DENSITIES = (("compact", "Compact"), ("normal", "Normal"), ("roomy", "Roomy"))


class SettingsPage(QWidget):
    """Everything takes effect at once."""

    theme_chosen = Signal(str)
    density_chosen = Signal(str)
    timezone_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "settings-page", "Settings")
        self._desk = desk
        outer = column(self)
        inside = QWidget()
        inside.setMaximumWidth(theme.length(_WIDEST))
        box = column(inside, gap=16, margins=(32, 28, 32, 32))
        box.addWidget(Label("Settings", "page", 700))
        box.addWidget(self._looks())
        box.addWidget(self._dates())
        box.addWidget(self._data())
        self.secrets = SecretsPanel()
        box.addWidget(self.secrets)
        guarded = [
            p for p in desk.providers() if p.available and any(h.production for h in p.hosts)
        ]
        if guarded and desk.library.profile.sandbox is None:
            box.addWidget(self._guards(guarded))
        box.addStretch(1)
        outer.addWidget(scrolling(inside))

    def _looks(self) -> QWidget:
        card, box = _card("Looks")
        self.theme = _combo("settings-theme", "Theme", THEMES)
        _show(self.theme, str(self._desk.setting("theme", "system")))
        self.theme.activated.connect(lambda _i: self._choose("theme", self.theme))
        self.density = _combo("settings-density", "Rows of the table", DENSITIES)
        _show(self.density, str(self._desk.setting("density", "normal")))
        self.density.activated.connect(lambda _i: self._choose("density", self.density))
        box.addLayout(_line("Theme", self.theme))
        box.addLayout(_line("Rows of the table", self.density))
        return card

    def _dates(self) -> QWidget:
        card, box = _card("Dates")
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        zones = ["UTC", here, *sorted(available_timezones() - {"UTC", here})]
        entries = [(zone, zone) for zone in dict.fromkeys(z for z in zones if z)]
        self.timezone = _combo("settings-timezone", "Time zone", entries)
        self.timezone.setEditable(True)
        self.timezone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if (completer := self.timezone.completer()) is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        _show(self.timezone, self._desk.timezone)
        self.timezone.activated.connect(lambda _i: self._choose("timezone", self.timezone))
        box.addLayout(_line("Time zone", self.timezone))
        words = "Used on the screen. The name of the zone stands in the head of the date column."
        box.addWidget(Label(words, "caption", ink="text2", wrap=True))
        return card

    def _choose(self, key: str, combo: QComboBox) -> None:
        value = str(combo.currentData())
        self._desk.save(key, value)
        signals = {
            "theme": self.theme_chosen,
            "density": self.density_chosen,
            "timezone": self.timezone_chosen,
        }
        signals[key].emit(value)

    def _data(self) -> QWidget:
        card, box = _card("Data")
        profile = self._desk.library.profile
        line = row(gap=12)
        words = column(gap=1)
        words.addWidget(ElidedLabel(str(profile.data_dir)))
        kind = "The sandbox's own folder." if profile.sandbox else f"Profile “{profile.name}”."
        words.addWidget(Label(f"{kind} Readable by you alone.", "caption", ink="text2"))
        line.addLayout(words, 1)
        show = Button("Open folder", icon="folder-open", identifier="settings-open-folder")
        url = QUrl.fromLocalFile(str(profile.data_dir))
        show.clicked.connect(lambda: QDesktopServices.openUrl(url))
        line.addWidget(show)
        box.addLayout(line)
        return card

    def _guards(self, providers: list[ProviderInfo]) -> QWidget:
        card, box = _card("Advanced")
        for provider in providers:
            tick = QCheckBox(f"I know: send shop sign-ins to {provider.name}'s production host")
            named(tick, f"settings-i-know-{provider.id}")
            tick.setAccessibleName(tick.text())
            key = f"i_know.{provider.id}"
            tick.setChecked(bool(self._desk.setting(key, False)))
            tick.toggled.connect(lambda on, k=key: self._desk.save(k, bool(on)))
            box.addWidget(tick)
        words = (
            "How shop sign-ins are encrypted is not confirmed by the vendor for every provider. "
            "Until it is, connecting a shop at a production host needs your word. "
            "The sandbox and hosts of your own do not."
        )
        box.addWidget(Label(words, "caption", ink="text2", wrap=True))
        return card


def _card(title: str) -> tuple[QWidget, QVBoxLayout]:
    card = surface("card")
    box = column(card, gap=10, margins=(18, 14, 18, 16))
    box.addWidget(Label(title, "card", 600))
    return card, box


def _line(words: str, widget: QWidget) -> QLayout:
    line = row(gap=12)
    label = Label(words)
    label.setBuddy(widget)
    line.addWidget(label, 1)
    widget.setFixedWidth(theme.length(240))
    line.addWidget(widget)
    return line


def _combo(identifier: str, name: str, entries: object) -> QComboBox:
    combo = named(QComboBox(), identifier, name)
    for value, words in entries:  # type: ignore[attr-defined] # pairs
        combo.addItem(words, value)
    return combo


def _show(combo: QComboBox, value: str) -> None:
    combo.setCurrentIndex(max(0, combo.findData(value)))

"""The look in force: colours, lengths and fonts by role; `changed` says when they are others.

from orderdock_ui.theme import theme

theme.colour("accent"), theme.length(12), theme.font("page", 700)
"""

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from orderdock_ui import assets
from orderdock_ui.theme import palette, sheet, tokens

Choice = Literal["system", "light", "dark"]

_DESIGN_PX = 13.0
"""The pixel size of text at which every length of the design is meant."""
_GENERIC_POINTS = 9.75
"""13 px at 96 dpi, where no desktop names a font of its own."""
_PREFERRED = ("Inter", "Noto Sans", "Cantarell", "Ubuntu")


class _Notifier(QObject):
    changed = Signal()


class _State:
    scheme: tokens.Scheme = "light"
    colours: Mapping[str, QColor] = MappingProxyType({})
    scale: float = 1.0
    base: QFont = QFont()
    sheet: str = ""
    listening: bool = False


_notifier = _Notifier()
changed: SignalInstance = _notifier.changed
"""Emitted after another scheme, contrast or font came into force."""


def colour(role: str) -> QColor:
    """The colour of a role, e.g. "accent"."""
    return _State.colours[role]


def length(px: float) -> int:
    """`px` at 100 % text as pixels at the text size in force."""
    return round(px * _State.scale)


def scale() -> float:
    """Text size in force over the text size of the design."""
    return _State.scale


def is_dark() -> bool:
    """Whether the dark colours are in force."""
    return _State.scheme == "dark"


def font(role: tokens.TypeRole = "body", weight: int = 400, *, figures: bool = False) -> QFont:
    """The font of a role; with `figures` its digits are equally wide."""
    made = QFont(_State.base)
    ratio = tokens.type_ratio(role)
    if made.pointSizeF() > 0:
        made.setPointSizeF(made.pointSizeF() * ratio)
    else:
        made.setPixelSize(round(made.pixelSize() * ratio))
    made.setWeight(QFont.Weight(weight))
    if figures:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def choice(text: object) -> Choice:
    """A saved setting as a choice; anything strange means "as the system"."""
    return "light" if text == "light" else "dark" if text == "dark" else "system"


def apply(app: QApplication, wanted: Choice = "system") -> None:
    """Dress `app`: style, palette, fonts and the one style sheet. Call before any widget exists."""
    app.setStyle("Fusion")
    if not _State.listening:
        _State.base = _system_font(app)
        app.setFont(_State.base)
    choose(app, wanted)
    _take(app)
    if not _State.listening:
        _State.listening = True
        app.styleHints().colorSchemeChanged.connect(lambda: refresh(app))


def choose(app: QApplication, wanted: Choice) -> None:
    """Follow the system, or stay light or dark."""
    hint = {
        "system": Qt.ColorScheme.Unknown,
        "light": Qt.ColorScheme.Light,
        "dark": Qt.ColorScheme.Dark,
    }[wanted]
    app.styleHints().setColorScheme(hint)
    _State.scheme = _scheme(app, wanted)


def _scheme(app: QApplication, wanted: Choice) -> tokens.Scheme:
    # Platforms without a notion of schemes ignore setColorScheme: the choice counts first.
    if wanted != "system":
        return wanted
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def set_scheme(app: QApplication, wanted: Choice) -> None:
    """The setting "Theme": takes effect at once."""
    choose(app, wanted)
    _take(app)
    _redraw(app)


def refresh(app: QApplication) -> None:
    """The system changed its scheme: take it over."""
    hinted = app.styleHints().colorScheme()
    if hinted == Qt.ColorScheme.Unknown:
        return
    scheme: tokens.Scheme = "dark" if hinted == Qt.ColorScheme.Dark else "light"
    if scheme != _State.scheme:
        _State.scheme = scheme
        _take(app)
        _redraw(app)


def set_base_font(app: QApplication, base: QFont) -> None:
    """Another text size or family for the whole window."""
    _State.base = QFont(base)
    app.setFont(base)
    _take(app)
    _redraw(app)


def _take(app: QApplication) -> None:
    _State.scale = _pixels(_State.base) / _DESIGN_PX
    _State.colours = tokens.colours(_State.scheme, high_contrast=_high_contrast(app))
    assets.tune(_State.colours, _State.scale, dark=is_dark())
    app.setPalette(palette.build(_State.colours))
    made = sheet.build(_State.colours, _State.scale, dark=is_dark())
    if made != _State.sheet:
        _State.sheet = made
        app.setStyleSheet(made)


def _redraw(app: QApplication) -> None:
    for widget in app.allWidgets():
        redress(widget)
    changed.emit()


def redress(widget: QWidget) -> None:
    """Give `widget` the icon, font and ink that it wears (see `wear_...`) again."""
    icon = widget.property("iconName")
    if icon:
        _set_icon(widget)
    if widget.property("fontRole"):
        _set_font(widget)
    if widget.property("inkRole"):
        _set_ink(widget)


def wear_ink(widget: QWidget, role: str) -> None:
    """Write on `widget` in the colour of a role; it follows the scheme from now on."""
    widget.setProperty("inkRole", role)
    _set_ink(widget)


def _set_ink(widget: QWidget) -> None:
    # By palette, not by style sheet: a style sheet's unpolish puts fonts back to earlier ones.
    worn = widget.palette()
    ink = colour(widget.property("inkRole"))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        worn.setColor(role, ink)  # which of them counts depends on what it lies on
    widget.setPalette(worn)


def wear_icon(
    widget: QWidget, name: str, role: str = "text", size: float = 16, *, gap: float = 0
) -> None:
    """Show an icon on a button or label that follows scheme and text size from now on."""
    for key, value in (("iconName", name), ("iconRole", role), ("iconPx", size), ("iconGap", gap)):
        widget.setProperty(key, value)
    _set_icon(widget)


def _set_icon(widget: QWidget) -> None:
    name, role = widget.property("iconName"), widget.property("iconRole")
    size, gap = widget.property("iconPx"), widget.property("iconGap")
    if hasattr(widget, "setIconSize"):
        widget.setIconSize(assets.icon_size(size, gap))
        widget.setIcon(assets.icon(name, role, size, gap=gap))  # type: ignore[attr-defined] # a button
    else:
        widget.setPixmap(assets.pixmap(name, role, size, gap=gap))  # type: ignore[attr-defined] # a label


def wear_font(
    widget: QWidget, role: tokens.TypeRole, weight: int = 400, *, figures: bool = False
) -> None:
    """Set the font of a role on `widget`; it follows the text size from now on."""
    for key, value in (("fontRole", role), ("fontWeight", weight), ("fontFigures", figures)):
        widget.setProperty(key, value)
    _set_font(widget)


def _set_font(widget: QWidget) -> None:
    role: tokens.TypeRole = widget.property("fontRole")
    weight, figures = widget.property("fontWeight"), widget.property("fontFigures")
    widget.setFont(font(role, weight, figures=figures))


def restyle(widget: QWidget) -> None:
    """Make the style sheet look at `widget` again after a dynamic property changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    if widget.property("fontRole"):  # unpolish puts the font back to what it was at first
        _set_font(widget)
    widget.update()


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a dynamic property that the style sheet reads."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def _pixels(base: QFont) -> float:
    if base.pointSizeF() > 0:
        screen = QGuiApplication.primaryScreen()
        return base.pointSizeF() * screen.logicalDotsPerInchY() / 72.0
    return float(base.pixelSize())


def _high_contrast(app: QApplication) -> bool:
    hints = app.styleHints()
    accessibility = hints.accessibility()  # both kept: a temporary is deleted at once
    return accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast


def _system_font(app: QApplication) -> QFont:
    """The desktop's font; where no desktop names one, a readable one at 13 px."""
    given = app.font()
    generic = given.family() in {"Sans Serif", "Sans", "Helvetica", ""} or not given.family()
    if generic and not os.environ.get("XDG_CURRENT_DESKTOP"):
        present = set(QFontDatabase.families())
        family = next((name for name in _PREFERRED if name in present), given.family())
        given = QFont(family)
        given.setPointSizeF(_GENERIC_POINTS)
    return given

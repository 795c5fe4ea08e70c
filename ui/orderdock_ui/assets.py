"""Pictures and tokens: our own from `resources/`, the icons from the Lucide package.

The only place that knows where files lie. Colours and the scale of text are handed in by the theme
(`tune`), so that a picture is always drawn in the colours in force.
"""

import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zlib import crc32

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPixmap

_ICON_BOX = 24
"""Lucide draws in a box of 24 x 24."""


class _Ink:
    """The colours and scale in force; changed by `tune` alone."""

    colours: Mapping[str, QColor] = {}
    scale: float = 1.0
    dark: bool = False


_pixmaps: dict[tuple[object, ...], QPixmap] = {}
_icons: dict[tuple[object, ...], QIcon] = {}


def tune(colours: Mapping[str, QColor], scale: float, *, dark: bool) -> None:
    """Draw in these colours and at this scale from now on; forgets what was drawn before."""
    _Ink.colours = colours
    _Ink.scale = scale
    _Ink.dark = dark
    _pixmaps.clear()
    _icons.clear()


@cache
def resources() -> Path:
    """The folder of our own pictures and tokens: in the checkout, a wheel or a frozen build."""
    here = Path(__file__).resolve().parent
    places = [here / "resources", here.parent.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        places.insert(0, Path(frozen) / "resources")
    for place in places:
        if (place / "tokens.json").is_file():
            return place
    raise FileNotFoundError("Orderdock's resources are missing; install it again.")


@cache
def tokens() -> dict[str, Any]:
    """Colours by scheme and role, ratios of type, hues of drawn tiles."""
    loaded: dict[str, Any] = json.loads((resources() / "tokens.json").read_bytes())
    return loaded


@cache
def _icon_zip() -> ZipFile:
    # Found, not imported: the package itself brings an XML parser that nothing here needs.
    spec = find_spec("lucide")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The icon set is missing; install Orderdock again.")
    return ZipFile(Path(spec.origin).parent / "lucide.zip")


@cache
def _drawing(name: str) -> bytes:
    return _icon_zip().read(f"{name}.svg")


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def colour_of(role: str) -> QColor:
    """The colour of a role, or `role` itself read as a colour ("#RRGGBB")."""
    return _Ink.colours.get(role) or QColor(role)


def pixmap(name: str, role: str = "text", size: float = 16, *, gap: float = 0) -> QPixmap:
    """The icon `name` in the colour of `role`, `size` px at 100 % text.

    `gap` is empty room at its right, for buttons whose style allows no gap of its own.
    """
    ratio = _ratio()
    key = (name, role, size, gap, ratio)
    found = _pixmaps.get(key)
    if found is None:
        side, room = round(size * _Ink.scale * ratio), round(gap * _Ink.scale * ratio)
        found = _draw(name, colour_of(role), side, room)
        found.setDevicePixelRatio(ratio)
        _pixmaps[key] = found
    return found


def _draw(name: str, colour: QColor, side: int, room: int) -> QPixmap:
    size = b'"%d"' % side
    svg = (
        _drawing(name)
        .replace(b"currentColor", colour.name().encode())
        .replace(b'width="24"', b"width=" + size, 1)
        .replace(b'height="24"', b"height=" + size, 1)
    )
    drawn = QPixmap()
    drawn.loadFromData(svg, "SVG")
    if not room:
        return drawn
    wide = QPixmap(side + room, side)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wide


def icon(name: str, role: str = "text", size: float = 16, *, gap: float = 0) -> QIcon:
    """The same as a QIcon; disabled it is drawn in the colour for that."""
    key = (name, role, size, gap)
    found = _icons.get(key)
    if found is None:
        found = QIcon(pixmap(name, role, size, gap=gap))
        found.addPixmap(pixmap(name, "disabled", size, gap=gap), QIcon.Mode.Disabled)
        _icons[key] = found
    return found


def icon_size(size: float, gap: float = 0) -> QSize:
    """The `iconSize` that shows an icon of `size` with its `gap` unscaled."""
    return QSize(round((size + gap) * _Ink.scale), round(size * _Ink.scale))


def initial_tile(text: str, size: float = 36, *, letter: str = "") -> QPixmap:
    """A tile with the initial of `text`, tinted by its name, `size` px at 100 % text."""
    shown = letter or next((c for c in text if c.isalnum()), "?").upper()
    ratio = _ratio()
    key = ("tile", text.casefold(), shown, size, ratio)
    found = _pixmaps.get(key)
    if found is None:
        found = _draw_tile(text, shown, size * _Ink.scale, ratio)
        _pixmaps[key] = found
    return found


def _draw_tile(text: str, letter: str, side: float, ratio: float) -> QPixmap:
    fill, ink = tile_colours(text)
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    painter.setPen(Qt.PenStyle.NoPen)
    box = QRectF(0, 0, side, side)
    painter.drawRoundedRect(box, side * 0.18, side * 0.18)
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(9, round(side * 0.42)))
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return drawn


def tile_colours(text: str) -> tuple[QColor, QColor]:
    """Fill and ink of the tile of `text`: the same name always gets the same hue."""
    hues = tokens()["tile_hues"]
    # Unlike hash() it does not change between starts; the start value spreads common names well.
    hue = hues[crc32(text.casefold().strip().encode(), 2818) % len(hues)]
    if _Ink.dark:
        return QColor.fromHsl(hue, 95, 52), QColor.fromHsl(hue, 150, 205)
    return QColor.fromHsl(hue, 95, 222), QColor.fromHsl(hue, 145, 62)


@cache
def mark() -> QIcon:
    """Our mark, for the window and the task bar."""
    return QIcon(str(resources() / "mark.svg"))

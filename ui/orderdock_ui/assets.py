"""Pictures: our own from `resources/`, the icons from the Lucide package.

Colours and the scale of text are handed in by the theme
(`tune`), so that a picture is always drawn in the colours in force.
"""

import struct
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32, decompress

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPixmap

from orderdock_ui import own_files

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


class _IconSet:
    """The icons in Lucide's zip. Only the entry asked for is looked at.

    The set has over 1,700 entries, and reading all of them as `zipfile` does takes as long as
    painting the window.
    """

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        # End of central directory (zip specification 4.3.16): size and offset of the directory.
        end = self._data.rindex(b"PK\x05\x06")
        size, start = struct.unpack_from("<II", self._data, end + 12)
        self._directory = self._data[start : start + size]

    def read(self, name: str) -> bytes:
        """The drawing of an icon. Raises KeyError when there is none of that name."""
        wanted = f"{name}.svg".encode()
        at = -1
        while (at := self._directory.find(wanted, at + 1)) >= 0:
            entry = at - 46  # the fixed part of a directory entry (4.3.12)
            if entry >= 0 and self._directory[entry : entry + 4] == b"PK\x01\x02":
                method, packed, length = struct.unpack_from("<10xH8xI4xH", self._directory, entry)
                if length == len(wanted):
                    (place,) = struct.unpack_from("<I", self._directory, entry + 42)
                    return self._unpack(place, method, packed)
        raise KeyError(name)

    def _unpack(self, place: int, method: int, packed: int) -> bytes:
        name_length, extra_length = struct.unpack_from("<HH", self._data, place + 26)
        start = place + 30 + name_length + extra_length  # the local header (4.3.7)
        body = self._data[start : start + packed]
        return decompress(body, -15) if method else body


@cache
def _icon_set() -> _IconSet:
    # Found, not imported: the package itself brings an XML parser that nothing here needs.
    spec = find_spec("lucide")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The icon set is missing; install Orderdock again.")
    return _IconSet(Path(spec.origin).parent / "lucide.zip")


@cache
def _drawing(name: str) -> bytes:
    return _icon_set().read(name)


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
    """The same as a QIcon; the style fades it when it is disabled."""
    key = (name, role, size, gap)
    found = _icons.get(key)
    if found is None:
        found = _icons[key] = QIcon(pixmap(name, role, size, gap=gap))
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
    hues = own_files.tokens()["tile_hues"]
    # Unlike hash() it does not change between starts; the start value spreads common names well.
    hue = hues[crc32(text.casefold().strip().encode(), 2818) % len(hues)]
    if _Ink.dark:
        return QColor.fromHsl(hue, 95, 52), QColor.fromHsl(hue, 150, 205)
    return QColor.fromHsl(hue, 95, 222), QColor.fromHsl(hue, 145, 62)


@cache
def mark() -> QIcon:
    """Our mark, for the window and the task bar."""
    return QIcon(str(own_files.resources() / "mark.svg"))

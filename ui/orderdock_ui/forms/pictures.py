"""Logos for options: fetched lazily, believed only as PNG, JPEG or WebP of sensible size."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

_LARGEST_BYTES = 512 * 1024
_LARGEST_SIDE = 2048
_SHOWN_SIDE = 128


def kind_of(data: bytes) -> str:
    """The format by the first bytes: png, jpeg or webp; empty for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return ""


def read(data: bytes) -> QPixmap | None:
    """The picture in `data`, scaled down; None when it is nothing we show."""
    kind = kind_of(data)
    if not kind or len(data) > _LARGEST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > _LARGEST_SIDE:
        return None
    fit = QSize(_SHOWN_SIDE, _SHOWN_SIDE)
    if max(size.width(), size.height()) > _SHOWN_SIDE:
        reader.setScaledSize(size.scaled(fit, Qt.AspectRatioMode.KeepAspectRatio))
    image: QImage = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)


class Pictures(QObject):
    """What was fetched so far. `fetch` is set once there is somebody who can fetch."""

    arrived = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fetch: Callable[[str], None] | None = None
        self._known: dict[str, QPixmap | None] = {}

    def get(self, url: str) -> QPixmap | None:
        """The picture at `url` if it is here; asks for it otherwise. None: draw the initial."""
        if not url:
            return None
        if url not in self._known:
            if self.fetch is None:
                return None
            self._known[url] = None
            self.fetch(url)
        return self._known[url]

    def offer(self, url: str, data: bytes) -> None:
        """The bytes of `url` came."""
        picture = read(data)
        if picture is not None:
            self._known[url] = picture
            self.arrived.emit(url)


pictures = Pictures()
"""Shared by every page: the same logo is fetched once."""

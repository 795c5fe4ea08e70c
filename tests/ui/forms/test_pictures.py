"""Logos: only what we show, fetched once."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from orderdock_ui.forms.pictures import Pictures, kind_of, read


def picture(kind: str, side: int = 8) -> bytes:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(0x3A4FCF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_png_jpeg_and_webp_are_shown(qapp: QApplication, kind: str) -> None:
    data = picture(kind)
    assert kind_of(data) == kind
    assert read(data) is not None


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a\x01\x00\x01\x00",
        b"<html>not found</html>",
        b"\x89PNG\r\n\x1a\nbroken",
        b"",
    ],
)
def test_nothing_else_is(qapp: QApplication, data: bytes) -> None:
    assert read(data) is None


def test_huge_ones_are_left_out(qapp: QApplication) -> None:
    assert read(picture("png", 3000)) is None
    assert read(picture("png") + b"\0" * 600_000) is None


def test_a_logo_is_fetched_once_and_drawn_when_it_comes(qapp: QApplication) -> None:
    asked: list[str] = []
    pictures = Pictures()
    assert pictures.get("https://cdn.example/1.png") is None
    pictures.fetch = asked.append
    for _ in range(3):
        assert pictures.get("https://cdn.example/1.png") is None
    assert asked == ["https://cdn.example/1.png"]
    pictures.offer("https://cdn.example/1.png", picture("png"))
    assert pictures.get("https://cdn.example/1.png") is not None
    assert pictures.get("") is None

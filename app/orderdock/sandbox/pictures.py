"""Small pictures made from nothing: a coloured tile with a white mark, as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import lru_cache

Colour = tuple[int, int, int]


def _disc(x: float, y: float) -> bool:
    return x * x + y * y < 0.30


def _ring(x: float, y: float) -> bool:
    return 0.16 < x * x + y * y < 0.42


def _diamond(x: float, y: float) -> bool:
    return abs(x) + abs(y) < 0.66


def _bars(x: float, y: float) -> bool:
    return abs(x) < 0.56 and abs(y) < 0.56 and int((y + 1) * 7) % 2 == 0


def _bag(x: float, y: float) -> bool:
    handle = 0.07 < x * x + (y + 0.2) * (y + 0.2) < 0.15 and y < -0.15
    return handle or (abs(x) < 0.5 and -0.15 < y < 0.55)


_MARKS: tuple[Callable[[float, float], bool], ...] = (_bag, _disc, _diamond, _ring, _bars)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@lru_cache(maxsize=64)
def tile_png(colour: Colour, mark: int, size: int = 96) -> bytes:
    """A `size` x `size` RGB PNG; `mark` picks one of the shapes, whatever its value."""
    shape = _MARKS[mark % len(_MARKS)]
    ground, white = bytes(colour), b"\xff\xff\xff"
    rows = bytearray()
    for row in range(size):
        y = 2 * (row + 0.5) / size - 1
        rows.append(0)  # each row of a PNG starts with its filter: none
        for column in range(size):
            rows += white if shape(2 * (column + 0.5) / size - 1, y) else ground
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )

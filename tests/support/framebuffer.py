"""Pictures of a virtual screen, from the memory-mapped file in which Xvfb keeps it (XWD format)."""

import struct
import zlib
from pathlib import Path


def save_png(framebuffer: Path, to: Path) -> Path:
    """Write the 24-bit screen in `framebuffer` to `to` as PNG and return `to`."""
    data = framebuffer.read_bytes()
    header = struct.unpack(">25I", data[:100])
    size, width, height, bits, row_bytes, colours = (header[i] for i in (0, 4, 5, 11, 12, 19))
    assert bits == 32, f"a screen of {bits} bits a pixel"
    pixels = memoryview(data)[size + colours * 12 :]
    rows = bytearray()
    for y in range(height):
        blue_green_red = pixels[y * row_bytes : y * row_bytes + width * 4]
        row = bytearray(1 + 3 * width)  # each row begins with its filter: none
        row[1::3], row[2::3], row[3::3] = (
            blue_green_red[2::4],
            blue_green_red[1::4],
            blue_green_red[0::4],
        )
        rows += row
    shape = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    to.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", shape)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 6))
        + _chunk(b"IEND", b"")
    )
    return to


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

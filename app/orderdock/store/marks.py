"""Marks by which an order that was read before is known again without looking at its lines."""

from functools import cache
from zlib import crc32

import msgspec

_encode = msgspec.msgpack.Encoder().encode
_HEAD = b"\x93"  # of the three that a mark stands for
_BEGUN = crc32(_HEAD)


def begin(said: bytes) -> int:
    """The part of a mark that costs time, from all that an order says (store.told)."""
    return (len(_HEAD) + len(said) & 0x3FFF_FFFF) << 32 | crc32(said, _BEGUN)


def mark_of(begun: int, link_id: int | None, *, whole: bool) -> int:
    """63 bits that stand for all that saving an order goes by, its raw records included.

    `whole`: the provider showed the order in full, so lines not shown count as missing. A plain
    checksum, as it costs a sixth of a digest: nobody gains by making two orders look alike. The
    length beside it tells apart most of what it would not.
    """
    rest = _rest(link_id, whole)
    return (begun >> 32) + len(rest) << 32 | crc32(rest, begun & 0xFFFF_FFFF)


@cache
def _rest(link_id: int | None, whole: bool) -> bytes:
    return _encode(link_id) + _encode(whole)

"""Marks by which an order that was read before is known again without looking at its lines."""

from zlib import crc32

import msgspec

from orderdock.domain.orders import Order

said_of = msgspec.msgpack.Encoder().encode
"""All that an order says, as bytes; the same for equal orders."""
_HEAD = b"\x93"  # of the three that a mark stands for


def mark_of(order: Order, link_id: int | None, *, whole: bool) -> int:
    """63 bits that stand for all that saving the order goes by, its raw records included."""
    return mark_of_said(said_of(order), link_id, whole=whole)


def mark_of_said(said: bytes, link_id: int | None, *, whole: bool) -> int:
    """The mark of an order from `said_of` it.

    `whole`: the provider showed the order in full, so lines not shown count as missing. A plain
    checksum, as it costs a sixth of a digest: nobody gains by making two orders look alike. The
    length beside it tells apart most of what it would not.
    """
    rest = said_of(link_id) + said_of(whole)
    checksum = crc32(rest, crc32(said, crc32(_HEAD)))
    return (len(_HEAD) + len(said) + len(rest) & 0x7FFF_FFFF) << 32 | checksum

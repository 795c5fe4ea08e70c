"""Marks by which an order that was read before is known again without looking at its lines."""

from zlib import crc32

import msgspec

from orderdock.domain.orders import Order

_encode = msgspec.msgpack.Encoder().encode


def mark_of(order: Order, link_id: int | None, *, whole: bool) -> int:
    """63 bits that stand for all that saving the order goes by, its raw records included.

    `whole`: the provider showed the order in full, so lines not shown count as missing. A plain
    checksum, as it costs a sixth of a digest: nobody gains by making two orders look alike. The
    length beside it tells apart most of what it would not.
    """
    said = _encode((order, link_id, whole))
    return (len(said) & 0x7FFF_FFFF) << 32 | crc32(said)

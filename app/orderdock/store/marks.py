"""Marks by which an order that was read before is known again without looking at its lines."""

from zlib import adler32, crc32

import msgspec

from orderdock.domain.orders import Order

_encode = msgspec.msgpack.Encoder().encode


def mark_of(order: Order, link_id: int | None, *, whole: bool) -> int:
    """63 bits that stand for all that saving the order goes by, its raw records included.

    `whole`: the provider showed the order in full, so lines not shown count as missing. Two plain
    checksums, as they cost a third of a digest: nobody gains by making two orders look alike.
    """
    said = _encode((order, link_id, whole))
    return (crc32(said) << 31) ^ adler32(said)

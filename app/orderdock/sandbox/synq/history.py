"""A tenant's orders as a pure function of (seed, tenant, number): nothing is stored.

Orders are numbered from the oldest (0). Their lines come in blocks of eight orders with nineteen
lines, so that how many orders a number of lines makes is arithmetic.
"""

from __future__ import annotations

from datetime import UTC, datetime

from orderdock.sandbox.chance import mix
from orderdock.sandbox.synq.catalogue import PRODUCTS, Catalogue
from orderdock.sandbox.synq.people import Tenant
from orderdock.sandbox.synq.state import Line, Order

DAY = 86_400
OLDEST = int(datetime(2021, 2, 3, tzinfo=UTC).timestamp())
_SIZES = (1, 3, 2, 1, 5, 1, 2, 4)
_BLOCK = sum(_SIZES)
_WAY = (
    (0.0, "pending_payment"),
    (0.3, "payment_authorized"),
    (1.0, "confirmed"),
    (2.0, "processing"),
    (4.0, "partially_fulfilled"),
    (6.0, "fulfilled"),
    (10.0, "delivered"),
    (35.0, "completed"),
)
"""After how many days an order comes so far."""
_ELSE = {
    3: (5.0, "cancelled"),
    7: (1.0, "failed"),
    11: (20.0, "return_requested"),
    12: (25.0, "partially_returned"),
    13: (26.0, "returned"),
    17: (28.0, "refunded"),
    18: (28.0, "partially_refunded"),
    23: (3.0, "on_hold_for_review"),
}
"""Where some end instead; the last one is in no document."""


class History:
    """Orders with `lines` lines in all, up to just before `newest` (seconds)."""

    def __init__(
        self, seed: int, tenant: Tenant, lines: int, newest: int, catalogue: Catalogue
    ) -> None:
        self._tenant = tenant
        self._lines = lines
        self._seed = mix(seed * 1_000_003 + tenant.number)
        self._span = newest - OLDEST
        self._catalogue = catalogue
        blocks, left = divmod(lines, _BLOCK)
        self.orders = blocks * len(_SIZES) + sum(
            1 for k in range(len(_SIZES)) if left > sum(_SIZES[:k])
        )
        # short histories are denser at the end, so that something is always on its way
        self._bend = 4.0 if self.orders < 100 else 1.6

    def created(self, number: int) -> float:
        """Seconds since 1970; never smaller for a higher number."""
        share = 1 - (1 - (number + 0.5) / self.orders) ** self._bend
        return OLDEST + int(self._span * share)

    def order(self, number: int, now: float) -> Order:
        """An order as of the midnight before `now`."""
        chance = mix(self._seed ^ (number << 8))
        created = self.created(number)
        status, updated = _progress(chance, created, now // DAY * DAY)
        channel = chance % len(self._tenant.channels) if number % 29 != 4 else 77
        return Order(
            number=number,
            status=status,
            channel=channel,
            shipping=490 if chance % 5 == 1 else 0,
            created=created,
            updated=updated,
            lines=self._order_lines(number, chance),
            says_currency=channel == 77 or number % 31 != 6,
        )

    def updated(self, number: int, now: float) -> float:
        """When it last moved, without the rest of it."""
        chance = mix(self._seed ^ (number << 8))
        return _progress(chance, self.created(number), now // DAY * DAY)[1]

    def _order_lines(self, number: int, chance: int) -> list[Line]:
        lines: list[Line] = []
        for place in range(self._first_line(number + 1) - self._first_line(number)):
            chance = mix(chance + place)
            product = chance % PRODUCTS
            variants = self._catalogue.variants(product)
            variant = variants[(chance >> 16) % len(variants)]
            lines.append(
                Line(
                    variant=variant,
                    quantity=1 + (chance >> 20) % 4,
                    amount=self._catalogue.amount(variant) * (90 + (chance >> 24) % 11) // 100,
                    titled=chance % 13 != 5,
                    coded=chance % 17 != 6,
                )
            )
        if len(lines) > 3 and number % 3 == 0:
            lines[-1] = lines[0]  # the same once more, in a line of its own
        return lines

    def _first_line(self, number: int) -> int:
        block, place = divmod(number, len(_SIZES))
        return min(block * _BLOCK + sum(_SIZES[:place]), self._lines)


def _progress(chance: int, created: float, now: float) -> tuple[str, float]:
    """The status at `now`, and since when."""
    age = (now - created) / DAY
    elsewhere = _ELSE.get((chance >> 12) % 40)
    if elsewhere is not None and age >= elsewhere[0]:
        return elsewhere[1], created + elsewhere[0] * DAY
    days, status = [step for step in _WAY if age >= step[0] or step[0] == 0][-1]
    return status, created + days * DAY

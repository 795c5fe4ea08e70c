"""An account's orders as a pure function of (seed, account, number): nothing is stored.

Orders are numbered from the oldest (0). Their lines come in blocks of eight orders with forty
lines, so that how many orders a number of lines makes is arithmetic.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args

from orderdock.sandbox.chance import mix
from orderdock.sandbox.stitchlabs.catalogue import Catalogue
from orderdock.sandbox.stitchlabs.people import Account, Channel
from orderdock.sandbox.stitchlabs.state import Inserted

DAY = 86_400
OLDEST = int(datetime(2016, 3, 4, tzinfo=UTC).timestamp())
_VOIDED, _DELETED = 3 * 3600, 5 * 3600
"""Seconds after which some orders are given up."""
_SIZES = (6, 3, 9, 1, 4, 12, 2, 3)
_BLOCK = sum(_SIZES)
_CUSTOM = ("Gift wrapping", "", "Delivery on Saturday", '=HYPERLINK("x")', "Custom amount")

Stage = Literal["draft", "void", "deleted", "open", "packed", "partly", "shipped", "delivered"]
STAGES: tuple[str, ...] = get_args(Stage)


class Item(NamedTuple):
    """A line: `variant` None for one without. Money in hundredths; `discount` of the whole line."""

    id: int
    variant: int | None
    description: str
    quantity: int
    cents: int
    discount: int = 0


class Sale(NamedTuple):
    """An order as it is, whatever the wire makes of it. Moments are seconds since 1970."""

    number: int
    id: int
    channel: Channel | None
    currency: str
    created: int
    since: int
    """When it last changed."""
    stage: str
    closed: bool
    items: tuple[Item, ...]
    shipping: int
    tax: int
    discount: int

    @property
    def ordered(self) -> int:
        return self.created - 311

    @property
    def external(self) -> str | None:
        """Its id at the channel."""
        return f"{5_550_001_112 + self.number * 7}" if self.channel else None

    @property
    def name(self) -> str | None:
        """What channel or buyer call it; some orders by hand have no such name."""
        if self.channel:
            return f"#{1501 + self.number}"
        return f"PO {self.number} / {self.id % 9}" if self.number % 3 else None

    @property
    def local_id(self) -> str:
        return f"O{2001 + self.number}"

    @property
    def subtotal(self) -> int:
        return sum(item.quantity * item.cents - item.discount for item in self.items)

    @property
    def total(self) -> int:
        return self.subtotal + self.shipping + self.tax - self.discount


class History:
    """Orders with `lines` lines in all, up to just before `newest` (seconds)."""

    def __init__(
        self, seed: int, account: Account, lines: int, newest: int, catalogue: Catalogue
    ) -> None:
        self._account = account
        self._catalogue = catalogue
        self._seed = mix(seed * 1_000_003 + account.id)
        self._lines = lines
        self._span = newest - OLDEST
        blocks, left = divmod(lines, _BLOCK)
        self.orders = blocks * len(_SIZES) + sum(
            1 for k in range(len(_SIZES)) if left > sum(_SIZES[:k])
        )
        # short histories are denser at the end, so that something is always on its way
        self._bend = 4.0 if self.orders < 100 else 1.6

    def order_id(self, number: int) -> int:
        return self._account.first_order + 7 * number + mix(self._seed + number) % 5

    def number(self, order_id: int) -> int:
        """The number of an order that exists."""
        return (order_id - self._account.first_order) // 7

    def _created(self, number: int) -> int:
        share = 1 - (1 - (number + 0.5) / self.orders) ** self._bend
        return OLDEST + int(self._span * share)

    def _first_line(self, number: int) -> int:
        block, place = divmod(number, len(_SIZES))
        return min(block * _BLOCK + sum(_SIZES[:place]), self._lines)

    def sale(self, number: int, now: float) -> Sale:
        """The order of that number as of the midnight before `now`."""
        chance = mix(self._seed ^ (number << 8))
        turn = chance % (len(self._account.channels) + 1)
        channel = self._account.channels[turn - 1] if turn else None
        order_id, created = self.order_id(number), self._created(number)
        lines = self._first_line(number + 1) - self._first_line(number)
        stage, closed, since = self._progress(created, now, mix(chance))
        return Sale(
            number=number,
            id=order_id,
            channel=channel,
            currency=channel.currency if channel else self._account.currency,
            created=created,
            since=since,
            stage=stage,
            closed=closed,
            items=tuple(self._items(order_id, lines, chance, custom=turn % 3 == 0)),
            shipping=(0, 500, 1250)[chance % 3],
            tax=(0, 0, 199)[(chance >> 8) % 3],
            discount=(0, 0, 0, 250)[(chance >> 16) % 4],
        )

    def _items(self, order_id: int, lines: int, chance: int, *, custom: bool) -> list[Item]:
        items = []
        for k in range(lines):
            chance = mix(chance)
            key, quantity = order_id * 100 + k, 1 + chance % 6
            if custom and chance % 9 == 0:
                words = _CUSTOM[(chance >> 8) % len(_CUSTOM)]
                items.append(Item(key, None, words, 1, 100 + (chance >> 16) % 900))
                continue
            variants = self._catalogue.variants
            variant = variants[(chance >> 8) % len(variants)]
            if k and chance % 11 == 0 and items[-1].variant:
                variant = items[-1].variant  # the same thing twice stays two lines
            cents = self._catalogue.cents(variant)
            discount = cents // 10 * quantity if chance % 13 == 0 else 0
            items.append(Item(key, variant, "", quantity, cents, discount))
        return items

    def _progress(self, created: int, now: float, chance: int) -> tuple[str, bool, int]:
        """Stage, whether closed, and since when: never later than now.

        All change at midnight UTC, but for those given up within hours.
        """
        age = int(now) // DAY - created // DAY
        midnight = created // DAY * DAY
        if chance % 41 == 5 and created + _VOIDED <= now:
            return "void", False, created + _VOIDED
        if chance % 53 == 7 and created + _DELETED <= now:
            return "deleted", False, created + _DELETED
        was_draft = (chance >> 8) % 4 == 0
        if age < 2 and was_draft:
            return "draft", False, created
        ships = 2 + (chance >> 16) % 12
        steps = [(0, "open"), (ships - 1, "packed"), (ships, "shipped"), (ships + 4, "delivered")]
        if (chance >> 24) % 4 == 0:
            steps[1] = (ships - 1, "partly")
        day, stage = [step for step in steps if step[0] <= age][-1]
        closing = ships + 4 + (chance >> 32) % 20
        if age >= closing and chance % 5:
            day, closed = closing, True
        else:
            closed = False
        day = max(day, 2) if was_draft else day
        return stage, closed, midnight + day * DAY if day else created

    def inserted(self, number: int, order_id: int, kept: Inserted) -> Sale:
        """An order that a test put in."""
        channel = next((c for c in self._account.channels if c.id == kept.channel), None)
        items = tuple(
            Item(order_id * 100 + k, item.variant, item.description, item.quantity, item.cents)
            for k, item in enumerate(kept.items)
        )
        return Sale(
            number=number,
            id=order_id,
            channel=channel,
            currency=channel.currency if channel else self._account.currency,
            created=int(kept.created),
            since=int(kept.created),
            stage="open",
            closed=False,
            items=items,
            shipping=0,
            tax=0,
            discount=0,
        )

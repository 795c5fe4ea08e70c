"""Tags, notes and hidden orders: what the person says, for the window and the commands alike.

Every method may be called from any thread. Many orders are changed some thousands at a time, so
that a sync that runs beside it is not held up.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import apsw

from orderdock.store import own_words
from orderdock.store.database import Database
from orderdock.store.own_words import BETWEEN, Changed, folded, tag_name
from orderdock.system.clock import Clock

__all__ = ["BETWEEN", "Changed", "OwnWords", "folded", "tag_name"]

T = TypeVar("T")
_AT_ONCE = 2_000


class OwnWords:
    """What the person says of orders; each act answers with what it changed, to be undone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def tags(self) -> list[tuple[str, int]]:
        """Every tag in use with its number of orders, by name."""
        return self._database.read_now(own_words.known_tags)

    def visible(self) -> int:
        """How many orders are stored that nobody has hidden; cheap."""
        return self._database.read_now(own_words.visible)

    def tags_among(self, orders: Sequence[int]) -> dict[str, int]:
        """The tags that these orders have, with how many of the orders have each."""
        return self._database.read_now(own_words.tags_among, orders)

    def tag(
        self, orders: Iterable[int], add: Collection[str] = (), remove: Collection[str] = ()
    ) -> Changed:
        """Give these orders some tags and take others away. Raises WrongUsage for what is no tag.

        Orders that are gone are left out.
        """
        add, remove = _distinct(add), _distinct(remove)
        return self._in_parts(orders, lambda db, some: own_words.tag(db, some, add, remove))

    def write_notes(self, notes: Mapping[int, str | None]) -> Changed:
        """Give each order its note in place of the one it has; None or blanks take it away.

        Raises WrongUsage when one is too long.
        """
        now = self._now()
        return self._in_parts(
            notes,
            lambda db, some: own_words.write_notes(db, {i: notes[i] for i in some}, now=now),
        )

    def hide(self, orders: Iterable[int]) -> Changed:
        """Keep these orders out of everything that does not ask for hidden ones."""
        now = self._now()
        return self._in_parts(orders, lambda db, some: own_words.hide(db, some, now=now))

    def restore(self, orders: Iterable[int]) -> Changed:
        """Show these hidden orders again."""
        return self._in_parts(orders, own_words.restore)

    def undo(self, changed: Changed) -> None:
        """Put back what was before the act that answered with `changed`."""
        for tag, orders in changed.tagged.items():
            self.tag(orders, remove=[tag])
        for tag, orders in changed.untagged.items():
            self.tag(orders, add=[tag])
        self.write_notes(changed.notes)
        self.restore(changed.hidden)
        self._in_parts(
            changed.restored,
            lambda db, some: own_words.hide_since(db, {i: changed.restored[i] for i in some}),
        )

    def _in_parts(
        self, orders: Iterable[int], act: Callable[[apsw.Connection, Sequence[int]], Changed]
    ) -> Changed:
        write = self._database.write_now
        return own_words.together([write(act, some) for some in _parts(orders)])

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _parts(orders: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(orders)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _distinct(names: Iterable[str]) -> list[str]:
    """Each tag once; one that can be none is refused before anything is written."""
    return list({folded(name): tag_name(name) for name in names}.values())

"""Learning what records refer to: searched in batches, each name once, or all read together."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from orderdock.domain.errors import NotAllowed, NotThere, Rejected, SignInNeeded


@dataclass
class Joining:
    """Looks for names that are not known yet; what is found is the caller's to keep.

    A search may find what is merely similar, page after page. Where that takes many searches, or
    nothing is found at all, everything is read instead, unless `read_all` finds it too much.
    """

    knows: Callable[[str], bool]
    search: Callable[[list[str], int], Awaitable[tuple[int, int | None]]]
    """Searches for names, skipping so many finds; how many came, and how many there are."""
    read_all: Callable[[], Awaitable[bool]]
    """Reads everything; whether that came to its end."""
    batch: int
    """So many names are searched for at a time."""
    most: int
    """After so many searches everything is read."""
    refused: bool = False
    """The provider does not let this person search: nothing more is learnt."""
    _asked: set[str] = field(default_factory=set)
    _searches: int = 0
    _all: bool | None = None
    """Whether everything is known; None as long as nobody tried."""

    async def learn(self, names: Iterable[str]) -> None:
        """Know what can be known of these names."""
        left = [name for name in dict.fromkeys(names) if name not in self._asked]
        try:
            while left := [name for name in left if not self.knows(name)]:
                if self._all or self.refused:
                    return
                now, left = left[: self.batch], left[self.batch :]
                await self._look_for(now)
                self._asked.update(now)
        except (NotAllowed, NotThere, Rejected, SignInNeeded):
            self.refused = True  # if the session is over, the next other request will tell

    async def _look_for(self, names: list[str]) -> None:
        offset, settled = 0, False
        for _ in range(self.most):
            self._searches += 1
            received, total = await self.search(names, offset)
            offset += received
            known = sum(map(self.knows, names))
            at_end = not received or offset >= (total or 0)
            settled = known == len(names) or (known > 0 and at_end)
            if settled or at_end:
                break
        if self._all is None and (not settled or self._searches >= self.most):
            self._all = await self.read_all()

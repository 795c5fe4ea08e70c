"""Orders of a list that may show less than the order itself: what is missing is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from orderdock.connector import reading
from orderdock.connector.contract import Desk, OrdersRequest
from orderdock.connector.loose import Loose
from orderdock.connector.singles import Singles


@dataclass(frozen=True, slots=True)
class Completing:
    """Takes what is missing from what is stored, where nothing says that the order changed."""

    desk: Desk
    request: OrdersRequest
    singles: Singles
    read: Callable[[bytes], Loose]
    """Reads the answer for a single order."""
    is_bare: Callable[[Loose], bool]
    """Whether something is missing."""
    stored: Callable[[bytes], Loose]
    """Reads what was stored of an order."""
    tells: tuple[str, ...] = ("updated_at", "status")
    """What shows a change. The first one must be there, or nothing is taken as unchanged."""

    async def whole(self, page: list[Loose]) -> list[Loose]:
        """The same orders with all they have; one that is gone stays as the list has it."""
        bare = {one.key: place for place, one in enumerate(page) if self.is_bare(one)}
        stored = await self.request.stored(bare) if bare and not self.request.full else {}
        whole = list(page)
        for number, (key, place) in enumerate(bare.items(), 1):
            known = self.stored(stored[key]) if key in stored else None
            if known is None or not self._is_same(page[place], known):
                what = "The list shows no lines: reading orders one by one"
                self.desk.dialogue.tell("scanning", what, done=number, total=len(bare))
                body = await self.singles.ask(key)
                known = page[place] if body is None else self.read(body)
            whole[place] = known
        return whole

    def _is_same(self, listed: Loose, known: Loose) -> bool:
        said = reading.field(listed.record, self.tells[0]) is not None
        return said and all(listed.record.get(n) == known.record.get(n) for n in self.tells)

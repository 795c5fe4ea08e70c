"""Records that are asked for one by one by their ids, as long as there are any."""

from urllib.parse import quote

from orderdock.connector.contract import Desk
from orderdock.domain.errors import NotAllowed, NotThere, Rejected
from orderdock.http.calls import Call, Repeat

_IN_VAIN = 10
"""So many in a row that are not there, and none that is: no more are asked for."""


def single(path: str, key: str, what: str) -> Call:
    """A call for the record of that id; `path` holds `{id}`."""
    return Call("GET", path.replace("{id}", quote(key, safe="")), what, repeat=Repeat.SAFELY)


class Singles:
    """One kind of record of a provider that may not show single ones, or not to this person."""

    def __init__(self, desk: Desk, path: str, what: str) -> None:
        self._desk = desk
        self._path = path
        self._what = what
        self._found = False
        self._misses = 0

    @property
    def closed(self) -> bool:
        """Whether there are none at all, as it seems."""
        return not self._found and self._misses >= _IN_VAIN

    async def ask(self, key: str) -> bytes | None:
        """The answer for one id; None where there is none."""
        if self.closed:
            return None
        try:
            reply = await self._desk.http.send(single(self._path, key, self._what))
        except (NotAllowed, NotThere, Rejected) as refused:
            self._misses += _IN_VAIN if isinstance(refused, NotAllowed) else 1
            return None
        self._found = True
        return reply.body

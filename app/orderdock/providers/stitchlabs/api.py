"""Stitch Labs' read endpoints as calls: every one a POST that changes nothing (sheet 1, 9)."""

import re
from collections.abc import Mapping
from dataclasses import replace

from orderdock.connector import reading
from orderdock.connector.contract import Desk
from orderdock.connector.linked import Linked, Record, read_linked
from orderdock.domain.errors import NotThere, OrderdockError, ProviderDown, SignInNeeded
from orderdock.http import outcome
from orderdock.http.calls import Call, Expects, Repeat, Reply
from orderdock.providers.stitchlabs.requests import Filter, Read

PROVIDER = "Stitch Labs"
ORDERS, VARIANTS = "SalesOrders", "Variants"
_HEADERS = {"Content-Type": "application/json;charset=UTF-8"}


class StitchLabsApi:
    """Stitch Labs as one desk reaches it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._before: list[Record] = []

    async def send(self, objects: str, read: Read, suffix: str = "") -> bytes:
        """The answer of a list or, with a suffix, of its `/detail` or sums."""
        path, what, body = f"/api2/v2/{objects}{suffix}", in_words(objects), read.body(objects)
        call = Call("POST", path, what, headers=_HEADERS, json=body, repeat=Repeat.SAFELY)
        return (await self._desk.http.send(call, examine=_examine)).body

    async def listed(self, objects: str, read: Read, suffix: str = "") -> Linked:
        """A page of a list, as large as we like unless the request says; or records in detail.

        Past the end it is empty. Raises UnexpectedAnswer for another page than the one asked for.
        """
        if not suffix:
            size = read.page_size or int(self._desk.assumptions.number("page_size"))
            read = read._replace(page_size=size)
        what, body = in_words(objects), await self.send(objects, read, suffix)
        answer = await self._desk.work(read_linked, body, objects, what, PROVIDER)
        wanted, came = read.page_num or 0, answer.meta("current_page")
        untold = wanted > 1 and answer.meta("last_page") is None
        if untold and answer.records == self._before:  # past the end the last page may come again
            return replace(answer, records=[])
        self._before = answer.records
        if wanted and came not in {None, wanted}:
            raise reading.unexpected(what, PROVIDER, f"page {came} came in place of page {wanted}")
        return answer

    async def counts(self, objects: str, wanted: Mapping[str, Filter]) -> dict[str, int | None]:
        """How many there are of each; counted one by one where no number comes (sheet 4.5)."""
        answer = await self.listed(objects, Read(page_size=1, counts=wanted))
        found = {name: _count_in(answer.content, name) for name in wanted}
        for name, condition in wanted.items():
            if found[name] is None:
                one = await self.listed(objects, Read(page_size=1, filter=condition))
                found[name] = one.meta("total")
        return found

    async def sums(self, objects: str, read: Read) -> Record:
        """What the server adds up. Raises NotThere where it adds up nothing (sheet 5)."""
        for path in self._desk.assumptions.words("aggregate_paths"):
            try:
                body = await self.send(objects, read, f"/{path}")
            except NotThere:
                continue
            found = reading.content(body, "the sums", PROVIDER)
            if isinstance(found, dict) and {"aggregate_fields", "aggregate_by_date"} & set(found):
                return found
        words = f"{PROVIDER} does not add up {in_words(objects)}."
        raise NotThere(words, "Make a summary of the orders that were synced.")


def in_words(objects: str) -> str:
    """What a person calls them: "SalesOrders" are "sales orders"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", objects).lower()


def _count_in(content: Record, name: str) -> int | None:
    """A named count, wherever it stands (sheet 4.5)."""
    said = content.get("meta") or {}
    places = (said.get("filter_counts"), said, content.get("filter_counts"), content)
    numbers = (reading.whole(place.get(name)) for place in places if isinstance(place, dict))
    return next((number for number in numbers if number is not None), None)


def _examine(reply: Reply) -> OrderdockError | None:
    """A success that is no JSON happens now and then and passes (sheet 11)."""
    wrong = outcome.shape_error(reply, provider=PROVIDER, what="records", expects=Expects.JSON)
    return wrong and ProviderDown(wrong.says, wrong.next_step)


def explain(reply: Reply) -> OrderdockError | None:
    """A 403 wants a new sign-in here just as a 401 does (sheet 11)."""
    if reply.status != 403:
        return None
    return SignInNeeded(
        f"{PROVIDER} does not let this sign-in read the account.",
        "Sign in again as one of its administrators.",
    )

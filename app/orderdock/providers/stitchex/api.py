"""Stitchex's endpoints as calls: the current organisation, and lists page by page (sheet 3, 5)."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec

from orderdock.connector import reading
from orderdock.connector.contract import Desk
from orderdock.connector.translating import Numbered
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Repeat
from orderdock.http.token_auth import in_header
from orderdock.providers.stitchex.lines import PROVIDER, Organisation

T = TypeVar("T")
Read = Callable[[bytes], tuple[T, set[str]]]
"""Reads an answer; gives its content, and whose records it holds as far as they say."""
ORGANISATION, NAME, EMAIL = "organisation", "organisation_name", "email"
"""Settings of a connection."""
_CHOICE, _ORGANISATIONS = "the choice of the organisation", "the list of organisations"
_TRIES = 3
"""So often records of another organisation are answered by choosing ours again."""


class Meta(msgspec.Struct):
    """Where a page stands in its list; without it, it is all of the list (sheet 5)."""

    current_page: int | None = None
    next_page: int | None = None
    total_pages: int | None = None
    total_count: int | None = None


class _Paged(msgspec.Struct):
    meta: Meta | None = None


class Listing(NamedTuple):
    """A list: its name in path and answer, and what a person calls it."""

    name: str
    what: str


def choice_of(organisation: str, token: Secret | None = None) -> Call:
    """The call that makes an organisation the current one, for a `token` that is not kept yet."""
    call = Call(
        "POST",
        "/organisations/set_current_org",
        _CHOICE,
        json={"organizationId": reading.whole(organisation) or organisation},
        repeat=Repeat.SAFELY,
        authorized=token is None,
    )
    return call if token is None else in_header()(call, token)


class StitchexApi:
    """Stitchex as one desk reaches it, for the organisation of its connection."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def organisation(self) -> Organisation:
        """The connection's organisation."""
        return Organisation(self._desk.settings[ORGANISATION], self._desk.settings[NAME])

    async def organisations(self) -> list[Organisation]:
        """All that the person may choose (sheet 3.2)."""
        call = Call("GET", "/organisations", _ORGANISATIONS, repeat=Repeat.SAFELY)
        body = (await self._desk.http.send(call)).body
        records = reading.records(body, _ORGANISATIONS, PROVIDER, "organisations")
        return [
            Organisation(key, reading.text(record, "name") or f"Organisation {key}")
            for record in reading.objects(records)
            if (key := reading.text(record, "id"))
        ]

    async def choose(self) -> None:
        """Make ours the current one: the choice lives on the server (sheet 3.3)."""
        reply = await self._desk.http.send(choice_of(self.organisation.id))
        said = reading.text(reading.a_record(reply.body, _CHOICE, PROVIDER), "Status", "status")
        if (said or "").lower() != "updated":
            raise UnexpectedAnswer(
                f"{PROVIDER} did not switch to {self.organisation.name}.", "Try again later."
            )

    async def page(self, of: Listing, query: Mapping[str, str], read: Read[T]) -> tuple[T, Meta]:
        """One page of a list of ours."""
        body, content = await self._ask(f"/{of.name}", of.what, query, read)
        meta = reading.decode(body, _Paged, of.what, PROVIDER).meta or Meta()
        asked = query.get("page", str(meta.current_page))
        if meta.current_page is not None and str(meta.current_page) != asked:
            why = f"page {asked} was asked for and page {meta.current_page} came"
            raise reading.unexpected(of.what, PROVIDER, why)
        return content, meta

    async def records(self, of: Listing, query: Mapping[str, str]) -> Numbered:
        """One page of a list of ours as plain objects."""

        def read(body: bytes) -> tuple[list[dict[str, Any]], set[str]]:
            found = reading.objects(reading.records(body, of.what, PROVIDER, of.name))
            return found, {o for r in found if (o := reading.text(r, "organisation_id"))}

        found, meta = await self.page(of, query, read)
        return Numbered(found, meta.total_count, meta.next_page)

    async def one(self, of: Listing, key: int, what: str, read: Read[T]) -> T:
        """One record of ours. Raises NotThere."""
        return (await self._ask(f"/{of.name}/{key}", what, {}, read))[1]

    async def _ask(
        self, path: str, what: str, query: Mapping[str, str], read: Read[T]
    ) -> tuple[bytes, T]:
        """Ask until all records are ours: the person may switch elsewhere at any time."""
        call = Call("GET", path, what, query=query, repeat=Repeat.SAFELY)
        for _ in range(_TRIES):
            reply = await self._desk.http.send(call)
            content, owners = await self._desk.work(read, reply.body)
            if owners <= {self.organisation.id}:
                return reply.body, content
            await self.choose()
        raise UnexpectedAnswer(
            f"{PROVIDER} sent records of another organisation than {self.organisation.name}. "
            "None of them was kept.",
            "Do not switch organisations there meanwhile, then try again.",
        )

"""Stitchex's endpoints as calls: the current organisation, and lists page by page (sheet 3, 5)."""

from collections.abc import Mapping
from typing import Any

from orderdock.connector import reading
from orderdock.connector.contract import Link
from orderdock.connector.numbered import Meta, Numbered, meta_of
from orderdock.connector.owned import OwnedAnswers, Read, T
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.calls import Call, Repeat
from orderdock.http.token_auth import in_header
from orderdock.providers.stitchex.lines import PROVIDER

ORGANISATION, NAME, EMAIL = "organisation", "organisation_name", "email"
"""Settings of a connection."""
_CHOICE = "the choice of the organisation"


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


class StitchexApi(OwnedAnswers):
    """Stitchex as one desk reaches it, for the organisation of its connection."""

    provider = PROVIDER

    @property
    def organisation(self) -> Link:
        """The connection's organisation."""
        return Link(self._desk.settings[ORGANISATION], self._desk.settings[NAME])

    async def organisations(self) -> list[Link]:
        """All that the person may choose (sheet 3.2)."""
        what = "the list of organisations"
        call = Call("GET", "/organisations", what, repeat=Repeat.SAFELY)
        body = (await self._desk.http.send(call)).body
        return [
            Link(key, reading.text(record, "name") or f"Organisation {key}")
            for record in reading.objects(reading.records(body, what, PROVIDER, "organisations"))
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

    async def page(
        self, of: str, query: Mapping[str, str], read: Read[T], *, surely: bool = False
    ) -> tuple[T, Meta]:
        """One page of the list of that name; `surely` ours even when it is empty."""
        what = f"the list of {of.replace('_', ' ')}"
        call = Call("GET", f"/{of}", what, query=query, repeat=Repeat.SAFELY)
        body, content = await (self.ask_surely if surely else self.ask)(call, read)
        return content, meta_of(body, query, what, PROVIDER)

    async def records(self, of: str, query: Mapping[str, str]) -> Numbered:
        """One page of the list of that name as plain objects."""

        def read(body: bytes) -> tuple[list[dict[str, Any]], set[str]]:
            found = reading.objects(reading.records(body, f"the {of}", PROVIDER, of))
            return found, {o for r in found if (o := reading.text(r, "organisation_id"))}

        found, meta = await self.page(of, query, read)
        return Numbered(found, meta.total_count, meta.next_page)

    async def one(self, of: str, key: int, what: str, read: Read[T]) -> T:
        """One record of a list. Raises NotThere."""
        return (await self.ask(Call("GET", f"/{of}/{key}", what, repeat=Repeat.SAFELY), read))[1]

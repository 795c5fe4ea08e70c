"""What a provider offers to link, and what is linked already: as it lists both."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace

from orderdock.auth.steps import Option
from orderdock.domain.errors import ProviderError

VALID, INVALID = "valid", "invalid"
"""Statuses of what is linked already; any other is only kept."""
_DETAILS = {VALID: "Connected already", INVALID: "Needs a new sign-in"}


@dataclass(frozen=True, slots=True)
class OfferedLink:
    """One entry of such a list."""

    id: str
    """Empty when nothing says it."""
    name: str
    """Empty when nothing says it."""
    word: str
    """What such a link is called: "retailer"."""
    picture: str = ""
    """Address of its logo."""
    readable: bool = False
    """Whether the provider can read it at all."""
    status: str = ""
    path: str = ""
    """What stands for it in the paths of its endpoints."""
    last_read: int | None = None
    """When the provider last read it (seconds since 1970 UTC)."""

    @property
    def title(self) -> str:
        """Its name; "Retailer 7" where it has none."""
        return self.name or f"{self.word.capitalize()} {self.id}".rstrip()


Offers = Callable[[], Awaitable[list[OfferedLink]]]
"""Reads such a list."""


async def completed_by(
    offers: Offers, linked: list[OfferedLink]
) -> tuple[list[OfferedLink], dict[str, str]]:
    """What is linked, with the ids and names that only the offers tell; and all names by id.

    Where every id is known, offers that cannot be read are no trouble.
    """
    offered: list[OfferedLink] = []
    if not linked or not all(link.id and link.name for link in linked):
        try:
            offered = await offers()
        except ProviderError:
            if not all(link.id for link in linked):
                raise
    ids = {known.name.casefold(): known.id for known in offered if known.name}
    names = {known.id: known.name for known in offered if known.id and known.name}
    whole = []
    for link in linked:
        id_ = link.id or ids.get(link.name.casefold(), "")
        whole.append(replace(link, id=id_, name=link.name or names.get(id_, "")))
    names.update({link.id: link.name for link in whole if link.id and link.name})
    return whole, names


def options_of(offered: Iterable[OfferedLink], provider: str) -> tuple[Option, ...]:
    """To choose from; what cannot be linked says why. `provider` is its name in sentences."""
    return tuple(_option(place, link, provider) for place, link in enumerate(offered))


def _option(place: int, link: OfferedLink, provider: str) -> Option:
    why_not = ""
    if not link.id:
        why_not = f"{provider} does not tell the number of {link.title}, so it cannot be chosen."
    elif not link.readable:
        why_not = f"{provider} cannot read {link.title} at the moment."
    return Option(
        link.id or f"unknown-{place}",
        link.title,
        _DETAILS.get(link.status, ""),
        link.picture,
        enabled=not why_not,
        why_not=why_not,
    )

"""What a provider offers to link, and what is linked already: as it lists both."""

from collections.abc import Iterable
from dataclasses import dataclass

from orderdock.auth.steps import Option

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

"""What the gallery shows of a provider: words only, light enough to read before the first paint."""

from dataclasses import dataclass
from typing import Any

from orderdock.domain.connections import ProviderId


@dataclass(frozen=True, slots=True)
class Host:
    """A documented base URL, production or sandbox."""

    url: str
    label: str
    production: bool = True


@dataclass(frozen=True, slots=True)
class Charges:
    """Where an order's own record says what its total holds besides the lines: names of fields.

    Empty: it does not say, and what is not said stays blank.
    """

    shipping: str = ""
    tax: str = ""
    discount: str = ""
    line_discount: str = ""
    """The same in the record of a line: off that line, on top of the order's own discount."""
    discount_in_prices: bool = False
    """The prices of the lines are after the discount already."""


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """Static facts about a provider, in a person's words."""

    id: ProviderId
    name: str
    tagline: str
    """One line of what it is."""
    hosts: tuple[Host, ...]
    needs: tuple[str, ...]
    """How one signs in: "Browser or token", "May ask a code"."""
    gives: tuple[str, ...] = ("Orders, lines",)
    """What it gives."""
    purchases: bool = False
    """Its orders cost money; those of the others are sales."""
    warnings: tuple[str, ...] = ()
    link_word: str = ""
    """What its links are called: "retailer", "shop", "organisation"."""
    initial: str = ""
    """A letter or figure to draw where there is no logo."""
    charges: Charges = Charges()
    available: bool = True
    why_not: str = ""
    """Why it cannot be connected yet (a sentence); empty when it can."""

    def facts(self) -> dict[str, Any]:
        """What the provider itself says just as its card does: `Provider(**CARD.facts(), ...)`."""
        names = ("id", "name", "tagline", "hosts", "needs", "gives", "warnings", "link_word")
        return {name: getattr(self, name) for name in names}

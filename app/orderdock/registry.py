"""Which providers there are: cards for the gallery at once, the provider itself when it is used."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from orderdock import providers
from orderdock.connector.card import Charges, ProviderCard
from orderdock.domain.connections import ProviderId
from orderdock.domain.errors import WrongUsage

if TYPE_CHECKING:
    from orderdock.connector.contract import Provider

_IN_THIS_ORDER = ("stackline", "stitchex", "stock2shop", "stitchlabs", "synq")


@cache
def cards() -> tuple[ProviderCard, ...]:
    """A card for every provider; imports `card.py` only, neither the network nor a decoder."""
    found: list[ProviderCard] = [
        import_module(f"{providers.__name__}.{folder}.card").CARD for folder in _folders()
    ]
    places = {provider: place for place, provider in enumerate(_IN_THIS_ORDER)}
    return tuple(sorted(found, key=lambda c: (places.get(c.id, len(places)), c.name)))


def charges() -> dict[str, Charges]:
    """By provider: where its records say what an order's total holds besides the lines."""
    return {str(card.id): card.charges for card in cards()}


def provider_ids() -> tuple[ProviderId, ...]:
    """Ids of the providers that can be connected."""
    return tuple(card.id for card in cards() if card.available)


@cache
def provider(provider_id: str) -> "Provider":
    """The provider of that id; imports all it needs. Raises WrongUsage for an unknown one."""
    for card in cards():
        if card.id == provider_id and card.available:
            found: Provider = import_module(f"{providers.__name__}.{card.id}.provider").PROVIDER
            return found
        if card.id == provider_id:
            raise WrongUsage(card.why_not, "Choose another provider.")
    known = ", ".join(provider_ids())
    raise WrongUsage(f"There is no provider called {provider_id!r}.", f"Choose one of: {known}.")


def _folders() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(providers.__path__) if module.ispkg]

"""Which providers there are: cards for the gallery at once, the provider itself when it is used."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from orderdock import providers
from orderdock.connector.card import Host, ProviderCard
from orderdock.domain.connections import ProviderId
from orderdock.domain.errors import WrongUsage

if TYPE_CHECKING:
    from orderdock.connector.contract import Provider


def _later(
    provider: str,
    name: str,
    tagline: str,
    url: str,
    needs: tuple[str, ...],
    link_word: str,
    initial: str,
    *warnings: str,
) -> ProviderCard:
    return ProviderCard(
        id=ProviderId(provider),
        name=name,
        tagline=tagline,
        hosts=(Host(url, "Production"),),
        needs=needs,
        warnings=warnings,
        link_word=link_word,
        initial=initial,
        available=False,
        why_not=f"{name} cannot be connected in this version of Orderdock yet.",
    )


_ANNOUNCED = (
    _later(
        "stitchlabs",
        "Stitch Labs",
        "Inventory and sales orders of older accounts",
        "https://api-pub.stitchlabs.com",
        ("Browser or token",),
        "channel",
        "L",
        "Closing service",
    ),
    _later(
        "synq",
        "Synq",
        "Shops linked to a Synq tenant",
        "https://api.synq.com",
        ("Token and two ids", "Shops by browser"),
        "shop",
        "Q",
    ),
)
"""Known providers that have no folder yet; a folder of the same id takes the place of its row."""
_IN_THIS_ORDER = ("stackline", "stitchex", "stock2shop", "stitchlabs", "synq")


@cache
def cards() -> tuple[ProviderCard, ...]:
    """A card for every known provider, those that cannot be connected yet included.

    Imports each folder's `card.py` only: neither the network nor a decoder.
    """
    found = {card.id: card for card in _ANNOUNCED}
    for folder in _folders():
        card: ProviderCard = import_module(f"{providers.__name__}.{folder}.card").CARD
        found[card.id] = card
    places = {provider: place for place, provider in enumerate(_IN_THIS_ORDER)}
    return tuple(sorted(found.values(), key=lambda c: (places.get(c.id, len(places)), c.name)))


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

"""Who exists at this Stitchex: people, and the organisations they work for."""

from __future__ import annotations

from typing import NamedTuple


class Organisation(NamedTuple):
    """One seller. Orders come in through one sales channel per currency."""

    id: int
    name: str
    currencies: tuple[str, ...]


ORGANISATIONS: tuple[Organisation, ...] = (
    Organisation(4101, "Acme Knitwear Demo", ("GBP", "EUR", "USD")),
    Organisation(4102, "Harbour & Pine Outerwear", ("USD", "CAD")),
    Organisation(4103, "Atelier Brume, Démo", ("EUR", "JPY")),
)

BY_ID = {organisation.id: organisation for organisation in ORGANISATIONS}

PEOPLE: dict[str, tuple[int, ...]] = {
    "demo@example.com": (4101, 4102),
    "solo@example.com": (4103,),
    "new@example.com": (),
}
"""E-mail -> the organisations that can be chosen, the first one current at the start."""

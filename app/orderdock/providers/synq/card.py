"""What the gallery shows of Synq. None of its hosts is tried by itself (sheet 2.1)."""

from orderdock.connector.card import Host, ProviderCard
from orderdock.domain.connections import ProviderId

CARD = ProviderCard(
    id=ProviderId("synq"),
    name="Synq",
    tagline="Shops linked to a Synq tenant",
    hosts=(
        Host("https://api.synq.com", "Synq, as most of its guides have it"),
        Host("https://api.synq.io", "as its API overview has it"),
        Host("https://api.synq.app", "as its list of endpoints has it"),
    ),
    needs=("Token and two ids", "Shops by browser"),
    gives=("Orders, lines", "Products, categories, brands, channels"),
    warnings=("A token lasts one hour",),
    link_word="shop",
    initial="Q",
)

"""What the gallery shows of Stackline."""

from orderdock.connector.card import Host, ProviderCard
from orderdock.domain.connections import ProviderId

CARD = ProviderCard(
    id=ProviderId("stackline"),
    name="Stackline",
    tagline="Your purchases at Amazon, Walmart, Target and more shops",
    hosts=(
        Host("https://sync-api.stackline.com", "Production"),
        Host("https://sync-api-beta.stackline.com", "Sandbox of Stackline", production=False),
    ),
    needs=("Browser or token", "May ask a code"),
    purchases=True,
    link_word="retailer",
    initial="S",
)
"""Hosts: Stackline sheet 1."""

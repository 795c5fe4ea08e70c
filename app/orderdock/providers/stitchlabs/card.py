"""What the gallery shows of Stitch Labs."""

from orderdock.connector.card import Charges, Host, ProviderCard
from orderdock.domain.connections import ProviderId

CARD = ProviderCard(
    id=ProviderId("stitchlabs"),
    name="Stitch Labs",
    tagline="Inventory and sales orders of older accounts",
    hosts=(Host("https://api-pub.stitchlabs.com", "Production"),),
    needs=("Browser or token",),
    gives=("Orders, lines", "Products, contacts, purchase orders"),
    warnings=("Closing service",),
    link_word="channel",
    initial="L",
    charges=Charges(
        shipping="s_and_h", tax="tax_total", discount="discount", line_discount="discount"
    ),
)
"""Host: Stitch Labs sheet 2."""

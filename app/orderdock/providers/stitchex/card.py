"""What the gallery shows of Stitchex."""

from orderdock.connector.card import Charges, Host, ProviderCard
from orderdock.domain.connections import ProviderId

CARD = ProviderCard(
    id=ProviderId("stitchex"),
    name="Stitchex",
    tagline="Apparel wholesale: orders, invoices, products",
    hosts=(
        Host("https://api.stitchex.com", "Stitchex"),
        Host("https://api.uphance.com", "Uphance, its newer name"),
    ),
    needs=("E-mail and password", "Organisation"),
    gives=("Orders, lines", "Products, stock, invoices and more"),
    link_word="organisation",
    initial="X",
    charges=Charges(shipping="shipping_cost", tax="total_tax", discount="settlement_discount"),
)
"""Hosts: Stitchex sheet 2."""

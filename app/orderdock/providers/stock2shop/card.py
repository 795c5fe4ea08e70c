"""What the gallery shows of Stock2Shop (sheet 2): nothing is written, so one host is enough."""

from orderdock.connector.card import Charges, Host, ProviderCard
from orderdock.domain.connections import ProviderId

CARD = ProviderCard(
    id=ProviderId("stock2shop"),
    name="Stock2Shop",
    tagline="Sales channels of your Stock2Shop account",
    hosts=(Host("https://app.stock2shop.com", "Production"),),
    needs=("User name and password", "Currency"),
    gives=("Orders, lines", "Products, channels, sources"),
    link_word="channel",
    initial="2",
    charges=Charges(
        shipping="shipping_total", tax="tax", discount="total_discount", discount_in_prices=True
    ),
)

"""Stock2Shop as a provider: all its parts in one value."""

from orderdock.connector.contract import Provider
from orderdock.http.pacing import Pace
from orderdock.providers.stock2shop import sign_in
from orderdock.providers.stock2shop.api import USERNAME, explain
from orderdock.providers.stock2shop.assumptions import ASSUMPTIONS
from orderdock.providers.stock2shop.card import CARD
from orderdock.providers.stock2shop.datasets import DATASETS
from orderdock.providers.stock2shop.orders import read_orders

PROVIDER = Provider(
    **CARD.facts(),
    pace=Pace(per_second=1, in_flight=1, rate_header="x-s2s-ratelimit", at_most=3),
    sign_in=sign_in.sign_in,
    check=sign_in.check,
    authorize=sign_in.authorize,
    read_orders=read_orders,
    assumptions=ASSUMPTIONS,
    explain=explain,
    shares=lambda settings: settings.get(USERNAME, "").lower(),  # a sign-in ends others (3.4)
    datasets=DATASETS,
)

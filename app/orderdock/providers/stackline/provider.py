"""Stackline as a provider: all its parts in one value."""

from orderdock.connector.contract import Provider
from orderdock.http.pacing import Pace
from orderdock.providers.stackline import sign_in
from orderdock.providers.stackline.assumptions import ASSUMPTIONS, PRODUCTION_GUARD
from orderdock.providers.stackline.card import CARD
from orderdock.providers.stackline.datasets import DATASETS
from orderdock.providers.stackline.link import link
from orderdock.providers.stackline.orders import read_orders
from orderdock.providers.stackline.troubles import explain

PROVIDER = Provider(
    **CARD.facts(),
    pace=Pace(per_second=1, in_flight=1, rest=60),
    sign_in=sign_in.sign_in,
    check=sign_in.check,
    authorize=sign_in.authorize,
    read_orders=read_orders,
    assumptions=ASSUMPTIONS,
    explain=explain,
    link=link,
    connect_link_first=True,
    datasets=DATASETS,
    sign_out=sign_in.sign_out,
    production_guard=PRODUCTION_GUARD,
)
"""One request at a time, at most one a second, a minute's rest after a bare 429 (sheet 7.3)."""

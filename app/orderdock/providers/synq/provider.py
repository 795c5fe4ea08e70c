"""Synq as a provider. No document names a limit: two requests a second, one at a time (sheet 8)."""

from orderdock.connector.contract import Provider
from orderdock.http.pacing import Pace
from orderdock.providers.synq import sign_in
from orderdock.providers.synq.assumptions import ASSUMPTIONS
from orderdock.providers.synq.card import CARD
from orderdock.providers.synq.datasets import DATASETS
from orderdock.providers.synq.link import link
from orderdock.providers.synq.orders import read_orders

PROVIDER = Provider(
    **CARD.facts(),
    pace=Pace(per_second=2, in_flight=1),
    sign_in=sign_in.sign_in,
    check=sign_in.check,
    authorize=sign_in.authorize,
    read_orders=read_orders,
    assumptions=ASSUMPTIONS,
    link=link,
    datasets=DATASETS,
)
